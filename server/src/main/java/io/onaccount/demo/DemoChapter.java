package io.onaccount.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * What happened in the demo company besides two years of trade, up to today. Chapters follow each other by their {@code @Order}: one that closes
 * months comes after all that date back.
 */
interface DemoChapter {
    /** @param customers those who buy, in the order they were entered */
    void run(DemoStaff staff, List<UUID> customers, LocalDate today);
}

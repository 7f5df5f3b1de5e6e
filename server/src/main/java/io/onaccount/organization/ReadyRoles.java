package io.onaccount.organization;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/**
 * The roles every company begins with (ACC-02), read from one file.
 *
 * @param patterns role code → patterns of rights
 */
record ReadyRoles(Map<String, List<String>> patterns) {
    static final String ADMINISTRATOR = "administrator";

    static ReadyRoles load() {
        Properties file = new Properties();
        try (InputStream in = ReadyRoles.class.getResourceAsStream("/organization/ready-roles.properties")) {
            if (in == null) {
                throw new IllegalStateException("ready-roles.properties is missing");
            }
            file.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, List<String>> roles = new LinkedHashMap<>();
        for (String code : new TreeSet<>(file.stringPropertyNames())) {
            List<String> patterns = new ArrayList<>();
            for (String pattern : file.getProperty(code).strip().split("[\\s,]+")) {
                patterns.add(pattern);
            }
            roles.put(code, List.copyOf(patterns));
        }
        return new ReadyRoles(roles);
    }
}

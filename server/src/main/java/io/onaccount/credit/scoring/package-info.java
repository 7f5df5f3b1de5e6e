/**
 * How good is a customer, and what follows from it: the company's own scorecard, the strategy per grade, score runs, proposals, and their trial
 * on the past. Start with {@link io.onaccount.credit.scoring.Scores}. Scoring only proposes; terms are set by {@link
 * io.onaccount.credit.CreditAccounts}.
 */
@NamedInterface("scoring")
@NullMarked
package io.onaccount.credit.scoring;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

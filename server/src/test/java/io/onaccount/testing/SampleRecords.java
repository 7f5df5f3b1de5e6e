package io.onaccount.testing;

/**
 * What a module contributes to the sweeps over all endpoints ({@code AccessSweepTest}, {@code BadInputSweepTest}): one record for every
 * path variable and one valid body for every endpoint that takes one. Implement it in the module's own test package, with a constructor
 * without arguments; it is found by itself. {@code io.onaccount.organization.OrganizationSamples} is an example.
 */
public interface SampleRecords {

    /** Makes the records in the company of these samples and names them. */
    void into(Samples samples);

    /** Modules with a smaller rank come first, so that others can refer to their records. */
    int rank();
}

package io.thor4j.licensing.service;

import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.own.LicenseTerms;
import io.thor4j.licensing.own.LicenseType;
import java.time.LocalDate;
import java.util.Set;

/**
 * A number of licences that may be issued. Immutable, may be shared by threads.
 *
 * @param id its number, from 1
 * @param owner whom its licences are issued to
 * @param type the type of all its licences
 * @param quota how many licences may be issued
 * @param features what each licence grants beyond its type
 * @param usage the quota in each licence, 0 for none
 * @param scanner the product that each licence is for
 * @param starts the first day on which licences are issued, in UTC
 * @param expires the last day on which licences are issued or valid, in UTC
 * @param days how many days a licence is valid, at most to the contract's end; 0 for to the contract's end
 */
public record Contract(
        long id,
        String owner,
        LicenseType type,
        long quota,
        Set<String> features,
        long usage,
        String scanner,
        LocalDate starts,
        LocalDate expires,
        int days) {
    /** A host to check terms with. */
    private static final HostHash ANY = HostHash.parse("A".repeat(HostHash.LENGTH));

    /**
     * Checks the contract.
     *
     * @throws IllegalArgumentException when it makes no sense
     */
    public Contract {
        if (id < 1) {
            throw new IllegalArgumentException("a contract's number is from 1 on");
        }
        if (quota < 0 || quota > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a contract's quota is between 0 and " + Integer.MAX_VALUE);
        }
        if (days < 0) {
            throw new IllegalArgumentException("the days of a licence are negative");
        }
        features = new LicenseTerms(owner, type, ANY, features, usage, scanner, starts, expires).features();
    }

    /**
     * Returns whether licences are issued on a day.
     *
     * @param day the day
     */
    public boolean runsOn(LocalDate day) {
        return !day.isBefore(starts) && !day.isAfter(expires);
    }

    /**
     * Returns the terms of a licence.
     *
     * @param host whom it is for
     * @param today its first day
     */
    LicenseTerms terms(HostHash host, LocalDate today) {
        LocalDate last = days == 0 ? expires : today.plusDays(days - 1L);
        return new LicenseTerms(
                owner,
                type,
                type.hostBound() ? host : null,
                features,
                usage,
                scanner,
                today,
                last.isAfter(expires) ? expires : last);
    }
}

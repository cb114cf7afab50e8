package io.thor4j.licensing;

import io.thor4j.core.LicenseException;
import io.thor4j.core.LicensePolicy;
import io.thor4j.core.LicensedUse;
import io.thor4j.licensing.file.LicenseCheck;
import io.thor4j.licensing.file.LicenseSearch;
import io.thor4j.licensing.own.License;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The gate for who embeds thor in a licensed product: a use is allowed while a valid licence that grants it is found. Each question looks
 * anew, so a licence that runs out closes the gate and one that is put in its place opens it. Threads may share it.
 *
 * <pre>{@code
 * ThorScanner.builder().licensePolicy(RequireValid.of(search)).build();
 * }</pre>
 */
public final class RequireValid implements LicensePolicy {
    private static final int NAMED = 3;

    private final LicenseSearch search;

    private RequireValid(LicenseSearch search) {
        this.search = Objects.requireNonNull(search, "search");
    }

    /**
     * Makes the gate.
     *
     * @param search where licences are looked for
     * @return the policy for the engine or a service
     */
    public static LicensePolicy of(LicenseSearch search) {
        return new RequireValid(search);
    }

    @Override
    public void require(LicensedUse use) {
        LicenseSearch.Result result = search.find(use);
        if (result.found().isEmpty()) {
            throw refused(use, result.checks());
        }
    }

    private static LicenseException refused(LicensedUse use, List<LicenseCheck> checks) {
        if (checks.isEmpty()) {
            return new LicenseException(
                    "no licence was found, and '" + use.key() + "' needs one",
                    null,
                    "put a .lic file into the program folder; thor license fetch retrieves one",
                    null);
        }
        String reasons = checks.stream()
                .limit(NAMED)
                .map(check -> check.source() + ": " + why(use, check))
                .collect(Collectors.joining("; "));
        String more = checks.size() > NAMED ? "; and " + (checks.size() - NAMED) + " more" : "";
        return new LicenseException(
                "no valid licence allows '" + use.key() + "'", null, "looked at " + reasons + more, null);
    }

    private static String why(LicensedUse use, LicenseCheck check) {
        License license = check.verdict().license();
        return check.valid() && license != null
                ? "a " + license.terms().type().text() + " licence does not allow '" + use.key() + "'"
                : check.verdict().reason();
    }
}

package io.thor4j.licensing.own;

import io.thor4j.core.LicensedUse;
import io.thor4j.licensing.host.HostHash;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a licence grants. Immutable, may be shared by threads.
 *
 * @param owner whom it is issued to, up to 200 characters
 * @param type its kind
 * @param host the host it is bound to, null when it is good for every host
 * @param features what it grants beyond its type: keys of {@link LicensedUse}, or a product's own; in alphabetical order
 * @param quota a number for the product to enforce, such as samples an hour; 0 for no quota
 * @param scanner the product it is for, {@code thor}
 * @param starts the first day, in UTC
 * @param expires the last day, in UTC
 */
public record LicenseTerms(
        String owner,
        LicenseType type,
        @Nullable HostHash host,
        Set<String> features,
        long quota,
        String scanner,
        LocalDate starts,
        LocalDate expires) {
    /** The product that licences are for unless they say another. */
    public static final String THOR = "thor";

    private static final int MAX_TEXT = 200;
    private static final int MAX_FEATURES = 64;
    private static final int MAX_FEATURE = 64;

    /**
     * Checks the terms.
     *
     * @throws IllegalArgumentException when they make no sense
     */
    public LicenseTerms {
        text("owner", owner, MAX_TEXT);
        text("scanner", scanner, MAX_TEXT);
        Objects.requireNonNull(type, "type");
        if (type.hostBound() && host == null) {
            throw new IllegalArgumentException("a licence of type " + type.text() + " needs a host");
        }
        if (features.size() > MAX_FEATURES) {
            throw new IllegalArgumentException("more than " + MAX_FEATURES + " features");
        }
        features.forEach(feature -> text("feature", feature, MAX_FEATURE));
        features = Collections.unmodifiableSet(new TreeSet<>(features));
        if (quota < 0) {
            throw new IllegalArgumentException("the quota is negative");
        }
        day("starts", starts);
        day("expires", expires);
        if (expires.isBefore(starts)) {
            throw new IllegalArgumentException("it expires before it starts");
        }
    }

    private static void text(String what, String value, int max) {
        if (value.isBlank() || value.length() > max || !value.strip().equals(value)) {
            throw new IllegalArgumentException(
                    what + " is empty, longer than " + max + " characters, or has blanks around it");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean lone = Character.isSurrogate(c) && !isPair(value, i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || lone) {
                throw new IllegalArgumentException(what + " has a character that no line of text can show");
            }
        }
    }

    private static boolean isPair(String value, int i) {
        return Character.isHighSurrogate(value.charAt(i))
                ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }

    private static void day(String what, LocalDate day) {
        if (day.getYear() < 1970 || day.getYear() > 9999) {
            throw new IllegalArgumentException(what + " is not in the years 1970 to 9999");
        }
    }

    /**
     * Returns whether the type or a feature allows the use.
     *
     * @param use what is about to begin
     */
    public boolean allows(LicensedUse use) {
        return type.uses().contains(use) || features.contains(use.key());
    }

    /**
     * Returns the same terms for a host.
     *
     * @param other the host
     */
    public LicenseTerms forHost(HostHash other) {
        return new LicenseTerms(owner, type, other, features, quota, scanner, starts, expires);
    }
}

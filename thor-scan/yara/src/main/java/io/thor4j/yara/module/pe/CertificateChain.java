package io.thor4j.yara.module.pe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chains of certificates, made from what a signature brings along; nothing is trusted and no signature is checked, as in libyara. */
final class CertificateChain {
    /** OpenSSL's default depth of a chain. */
    private static final int MAX_DEPTH = 100;

    private CertificateChain() {}

    /** Returns the signer's certificate, its issuer's, and so on up to a self-issued one or the last that is there. */
    static List<X509> of(X509 signer, List<X509> certificates) {
        List<X509> chain = new ArrayList<>();
        X509 last = signer;
        while (last != null && chain.size() < MAX_DEPTH) {
            chain.add(last);
            last = last.mayBeIssuedBy(last) ? null : issuer(last, certificates, chain);
        }
        return chain;
    }

    /**
     * Returns the issuer's certificate. Of several the one that is valid longest: OpenSSL takes the first that is valid now, which would make
     * the result depend on the day.
     */
    private static @Nullable X509 issuer(X509 certificate, List<X509> candidates, List<X509> chain) {
        X509 best = null;
        for (X509 candidate : candidates) {
            if (!contains(chain, candidate) && certificate.mayBeIssuedBy(candidate)) {
                best = best == null || until(candidate) > until(best) ? candidate : best;
            }
        }
        return best;
    }

    private static boolean contains(List<X509> chain, X509 certificate) {
        for (X509 member : chain) {
            if (Arrays.equals(member.encoded(), certificate.encoded())) {
                return true;
            }
        }
        return false;
    }

    private static long until(X509 certificate) {
        Long notAfter = certificate.notAfter();
        return notAfter == null ? Long.MIN_VALUE : notAfter;
    }
}

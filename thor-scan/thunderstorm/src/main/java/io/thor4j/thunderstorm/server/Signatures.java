package io.thor4j.thunderstorm.server;

import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.signature.SignatureSet;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the signatures of a running service up to date. Threads share it. */
final class Signatures {
    private static final Logger LOG = LoggerFactory.getLogger(Signatures.class);

    private final ThorScanner scanner;
    private final Clock clock;
    private volatile Instant loaded;
    private volatile @Nullable String problem;

    Signatures(ThorScanner scanner, Clock clock) {
        this.scanner = scanner;
        this.clock = clock;
        this.loaded = clock.instant();
    }

    /** Returns when the signatures in use were loaded. */
    Instant loaded() {
        return loaded;
    }

    /** Returns why the last reload changed nothing although it should have, null when nothing is wrong. */
    @Nullable
    String problem() {
        return problem;
    }

    /**
     * Reads the folder again. Samples in work end with the signatures they began with; what cannot be used changes nothing.
     *
     * @return the digest of the signatures in use, empty without a folder
     */
    synchronized String reload() {
        SignatureSet current = scanner.signatures();
        if (current == null) {
            return "";
        }
        try {
            SignatureSet fresh = current.reload();
            if (fresh.digest().equals(current.digest())) {
                problem = null;
                return current.digest();
            }
            if (fresh.info().signatures() == 0) {
                throw new IOException(
                        "no usable signature is left in " + fresh.info().name());
            }
            scanner.signatures(fresh);
            loaded = clock.instant();
            problem = null;
            LOG.info(
                    "Signatures reloaded: {} signatures, {} problems, sha256 {}",
                    fresh.info().signatures(),
                    fresh.info().errors(),
                    fresh.digest());
            return fresh.digest();
        } catch (IOException | RuntimeException e) {
            problem = String.valueOf(e.getMessage());
            LOG.error("The signatures could not be reloaded, the earlier ones stay in use", e);
            return current.digest();
        }
    }
}

package io.thor4j.scan.output.audit;

import io.thor4j.core.spi.HookProvider;
import io.thor4j.core.spi.HookRegistry;
import io.thor4j.core.spi.PluginConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Keeps THOR's audit trail: every element that was scanned, whether something was found or not, with its relations
 * (reference/thor-scanner.md section 5.7, the form of THOR 11). Given to a scan with
 * {@link io.thor4j.scan.ThorScannerBuilder#auditTrail}. Immutable.
 *
 * <p>It is a hook and no output, because outputs hear of findings only. Lines are written as elements are done, so their order depends on
 * the threads; each line does not. Every file is read and hashed for it, also one that no rule would have looked into.
 */
public final class AuditTrail implements HookProvider {
    private final Path file;

    /**
     * Makes the provider.
     *
     * @param file where the trail goes, JSON a line, compressed by gzip
     */
    public AuditTrail(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    @Override
    public String id() {
        return "thor.audit-trail";
    }

    @Override
    public void register(PluginConfig config, HookRegistry registry) {
        try {
            registry.postProcessingHook(new AuditHook(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

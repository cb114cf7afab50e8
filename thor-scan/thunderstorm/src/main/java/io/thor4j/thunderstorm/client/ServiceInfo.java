package io.thor4j.thunderstorm.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server is; the texts are empty when it does not say (thunderstorm.md section 2.6). Immutable.
 *
 * @param thorVersion the scanner's version
 * @param signatureVersion its signatures' version
 * @param sigmaVersion its Sigma rules' version
 * @param licenseExpiration when its licence ends, in the server's own form
 * @param threads how many samples it scans at once, 0 when it does not say
 * @param json the whole answer as it came
 */
public record ServiceInfo(
        String thorVersion,
        String signatureVersion,
        String sigmaVersion,
        String licenseExpiration,
        long threads,
        Map<?, ?> json) {
    static ServiceInfo read(@Nullable Object json) {
        Fields fields = Fields.of(json);
        Fields versions = fields.object("version_info");
        Long threads = fields.number("threads");
        return new ServiceInfo(
                first(fields.text("thor_version"), versions.text("thor")),
                first(fields.text("signature_version"), versions.text("signatures")),
                first(fields.text("sigma_version"), versions.text("sigma")),
                first(fields.text("license_expiration_date"), fields.text("license_expiration")),
                threads == null ? 0 : threads,
                json instanceof Map<?, ?> map ? map : Map.of());
    }

    private static String first(String one, String other) {
        return one.isEmpty() ? other : one;
    }
}

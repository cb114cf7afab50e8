package io.thor4j.thunderstorm.server;

import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.signature.SignatureSet;
import io.thor4j.thunderstorm.server.queue.SampleQueue;
import io.thor4j.thunderstorm.server.upload.SpaceLimits;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What the handlers of a server share, and what it tells about itself. Threads share it. */
record Service(
        ServerSettings settings,
        ThorScanner scanner,
        SampleQueue queue,
        ScanPool pool,
        SpaceLimits space,
        Statistics statistics,
        Access access,
        SourceNames names,
        Signatures signatures) {
    private static final DateTimeFormatter VERSION = DateTimeFormatter.ofPattern("uuuu/MM/dd-HHmmss", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT);

    /** No licence ends this service: the last day that every reader of dates knows. */
    private static final LocalDate NEVER = LocalDate.of(2099, 12, 31);

    /** Returns the keys of both generations (thunderstorm.md section 2.6), and the digest of the signatures. */
    Map<String, Object> info() {
        String version = ThorScanner.version();
        Instant loaded = signatures.loaded();
        String signatureVersion = VERSION.format(loaded.atZone(settings.clock().getZone()));
        LocalDate expires = Objects.requireNonNullElse(settings.licenseExpires(), NEVER);
        SignatureSet set = scanner.signatures();
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("thor_version", version);
        keys.put("yara_version", ThorScanner.yaraVersion());
        keys.put("sigma_version", "none");
        keys.put("signature_version", signatureVersion);
        keys.put(
                "thor_timestamp",
                TIME.format(settings.started().atZone(settings.clock().getZone())));
        keys.put("license_expiration_date", DAY.format(expires));
        keys.put("threads", settings.threads());
        keys.put("allowed_samples_per_hour", settings.samplesPerHour());
        Map<String, Object> versions = new LinkedHashMap<>();
        versions.put("thor", version);
        versions.put("build", version);
        versions.put("signatures", signatureVersion);
        versions.put("sigma", "none");
        keys.put("version_info", versions);
        keys.put("arguments", List.copyOf(settings.arguments()));
        keys.put("license_expiration", expires.atStartOfDay(ZoneOffset.UTC).toInstant());
        keys.put("license_owner", settings.licenseOwner());
        keys.put("scan_speed_limitation", 0);
        keys.put("signature_digest", set == null ? "" : set.digest());
        keys.put("signature_count", set == null ? 0 : set.info().signatures());
        keys.put("node", settings.nodeName());
        return keys;
    }

    /** Returns the keys of thunderstorm.md section 2.5. */
    Map<String, Object> status() {
        return statistics.status(queue.length());
    }
}

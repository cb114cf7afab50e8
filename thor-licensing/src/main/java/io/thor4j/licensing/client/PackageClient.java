package io.thor4j.licensing.client;

import io.thor4j.core.Secret;
import io.thor4j.core.http.HttpCall;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.licensing.disk.AtomicFile;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.own.LicenseType;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Downloads THOR packages, which hold a licence for the host they are asked for (thor-scanner.md section 1.5). A file is there whole or not
 * at all. Threads may share it. Every error is a {@link RetrievalException}.
 */
public final class PackageClient {
    /** THOR Cloud. */
    public static final String CLOUD = "https://cloud.nextron-systems.com";

    private final Calls calls;
    private final long maxBytes;

    /** The systems that there are packages for. */
    public enum Os {
        /** Windows. */
        WINDOWS("win"),
        /** Linux. */
        LINUX("linux"),
        /** macOS. */
        MACOS("osx");

        private final String shortName;

        Os(String shortName) {
            this.shortName = shortName;
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The processors that THOR Cloud has packages for. */
    public enum Arch {
        /** 64 bits. */
        AMD64,
        /** 32 bits. */
        X86
    }

    /**
     * Makes the client.
     *
     * @param maxBytes the largest package, in bytes; a larger one is an error
     * @param transport sends
     * @param retry how often
     */
    public PackageClient(long maxBytes, HttpTransport transport, Retry retry) {
        this.maxBytes = maxBytes;
        this.calls = new Calls(Objects.requireNonNull(transport, "transport"), Objects.requireNonNull(retry, "retry"));
    }

    /**
     * Downloads from an ASGARD of version 2.11 or newer.
     *
     * @param server {@code host}, {@code host:port} or {@code https://host:port}
     * @param token the download token, null when the server has none
     * @param os the host's system
     * @param type {@code server} or {@code workstation}
     * @param host the host
     * @param file where to
     */
    public void fromAsgard(String server, @Nullable Secret token, Os os, LicenseType type, HostName host, Path file) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("os", os.key());
        query.put("type", type.key());
        query.put("scanner", "thor10@latest");
        query.put("signatures", "signatures");
        query.put("hostname", host.text());
        download(asgard(server, token, "/api/v1/downloads/thor", query), this::asgardError, file);
    }

    /**
     * Downloads from an ASGARD older than version 2.11.
     *
     * @param server {@code host}, {@code host:port} or {@code https://host:port}
     * @param token the download token, null when the server has none
     * @param os the host's system
     * @param type {@code server} or {@code workstation}
     * @param host the host
     * @param file where to
     */
    public void fromOldAsgard(
            String server, @Nullable Secret token, Os os, LicenseType type, HostName host, Path file) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("hostname", host.text());
        query.put("type", type.key());
        query.put("iocs", "[\"default\"]");
        download(
                asgard(server, token, "/api/v0/downloads/thor/thor10-" + os.shortName, query), this::asgardError, file);
    }

    private static HttpCall asgard(String server, @Nullable Secret token, String path, Map<String, String> query) {
        StringBuilder address = new StringBuilder(path);
        char separator = '?';
        for (Map.Entry<String, String> entry : query.entrySet()) {
            address.append(separator)
                    .append(entry.getKey())
                    .append('=')
                    .append(URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        URI base = Calls.server(server, AsgardClient.PORT);
        return new HttpCall(
                "GET",
                base.resolve(address.toString()),
                token == null ? Map.of() : Map.of("token", token),
                Map.of(),
                Map.of(),
                null);
    }

    /**
     * Downloads from THOR Cloud.
     *
     * @param server {@link #CLOUD}, or another address
     * @param token the contract's token
     * @param os the host's system
     * @param arch its processor
     * @param type {@code server} or {@code workstation}
     * @param host the host
     * @param comment a remark for the licence, null for none
     * @param file where to
     */
    public void fromCloud(
            String server,
            Secret token,
            Os os,
            Arch arch,
            LicenseType type,
            HostName host,
            @Nullable String comment,
            Path file) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-OS", os.key());
        headers.put("X-Arch", arch.name().toLowerCase(Locale.ROOT));
        headers.put("X-Type", type.key());
        headers.put("X-Hostname", host.text());
        if (comment != null) {
            headers.put("X-Comment", oneLine(comment));
        }
        HttpCall call = new HttpCall(
                "GET",
                Calls.server(server, 443).resolve("/api/public/thor10"),
                Map.of(),
                headers,
                Map.of("X-Token", token),
                null);
        download(
                call,
                (request, status) -> switch (status) {
                    case 401, 403 -> new RetrievalException.ApiKey(request.server(), status);
                    case 409 -> new RetrievalException.QuotaExhausted(request.server());
                    default -> new RetrievalException.Refused(request.server(), status);
                },
                file);
    }

    private static String oneLine(String comment) {
        if (comment.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("the comment has characters that no header field can hold");
        }
        return comment;
    }

    private RetrievalException asgardError(HttpCall call, int status) {
        return switch (status) {
            case 400, 401, 403 -> new RetrievalException.DownloadToken(call.server(), status);
            case 409 -> new RetrievalException.QuotaExhausted(call.server());
            default -> new RetrievalException.Refused(call.server(), status);
        };
    }

    /** Makes an exception of an HTTP status. */
    @FunctionalInterface
    private interface Errors {
        RetrievalException of(HttpCall call, int status);
    }

    private void download(HttpCall call, Errors errors, Path file) {
        IntFunction<RetrievalException> byStatus = status -> errors.of(call, status);
        calls.stream(call, maxBytes, byStatus, () -> AtomicFile.create(file, false), AtomicFile::commit);
    }
}

package io.thor4j.core.http;

import io.thor4j.core.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a request takes: {@code HTTPS_PROXY} and {@code HTTP_PROXY}, each {@code host:port} or {@code http://user:password@host:port/}
 * (thor-scanner.md section 1.5), unless {@code NO_PROXY} names the server. Immutable, may be shared by threads.
 */
public final class ProxySettings {
    /** No proxy. */
    public static final ProxySettings NONE = new ProxySettings(null, null, List.of());

    private final @Nullable Proxy forHttp;
    private final @Nullable Proxy forHttps;
    private final List<String> exceptions;

    /**
     * A proxy.
     *
     * @param host its host
     * @param port its port
     * @param user its user, null when it wants none
     * @param password the user's password, null when it wants none
     */
    public record Proxy(
            String host,
            int port,
            @Nullable String user,
            @Nullable Secret password) {
        /** Shows host and port. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    private ProxySettings(@Nullable Proxy forHttp, @Nullable Proxy forHttps, List<String> exceptions) {
        this.forHttp = forHttp;
        this.forHttps = forHttps;
        this.exceptions = exceptions;
    }

    /**
     * Reads the environment; names in capitals go before the same in small letters.
     *
     * @param environment the variables
     * @return the settings
     * @throws IllegalArgumentException when a variable is no address of a proxy; the message does not show it
     */
    public static ProxySettings of(Map<String, String> environment) {
        // In a CGI program this variable is the request's header "Proxy" (CVE-2016-5385).
        boolean cgi = environment.containsKey("REQUEST_METHOD");
        Proxy http = cgi ? null : proxy("HTTP_PROXY", environment);
        Proxy https = proxy("HTTPS_PROXY", environment);
        String exceptions = variable("NO_PROXY", environment);
        return new ProxySettings(
                http,
                https,
                exceptions == null
                        ? List.of()
                        : Arrays.stream(exceptions.split(",", -1))
                                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                                .filter(entry -> !entry.isEmpty())
                                .toList());
    }

    /**
     * Sends every request through one proxy.
     *
     * @param address {@code host:port} or {@code http://user:password@host:port/}
     * @return the settings
     * @throws IllegalArgumentException when it is no such address; the message does not show it
     */
    public static ProxySettings always(String address) {
        Proxy proxy = proxy("the proxy", address.strip());
        return new ProxySettings(proxy, proxy, List.of());
    }

    private static @Nullable String variable(String name, Map<String, String> environment) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            value = environment.get(name.toLowerCase(Locale.ROOT));
        }
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static @Nullable Proxy proxy(String name, Map<String, String> environment) {
        String value = variable(name, environment);
        return value == null ? null : proxy(name, value);
    }

    private static Proxy proxy(String name, String value) {
        try {
            URI uri = new URI(value.contains("://") ? value : "http://" + value);
            if (uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
                throw notAProxy(name);
            }
            int port = uri.getPort() < 0 ? 80 : uri.getPort();
            String info = uri.getRawUserInfo();
            if (info == null || info.isEmpty()) {
                return new Proxy(uri.getHost(), port, null, null);
            }
            int colon = info.indexOf(':');
            String user = decode(colon < 0 ? info : info.substring(0, colon));
            String password = colon < 0 ? "" : decode(info.substring(colon + 1));
            return new Proxy(uri.getHost(), port, user, password.isEmpty() ? null : Secret.of(password));
        } catch (URISyntaxException e) {
            // Without the cause, whose message shows the password.
            throw notAProxy(name);
        }
    }

    private static IllegalArgumentException notAProxy(String name) {
        return new IllegalArgumentException(
                name + " is not host:port or http://user:password@host:port/ (write special characters as %XX)");
    }

    private static String decode(String text) {
        // A plus sign is a plus sign here.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * Returns the proxy for a server.
     *
     * @param scheme {@code http} or {@code https}
     * @param host the server
     * @param port its port
     * @return the proxy, null for a direct connection
     */
    public @Nullable Proxy proxyFor(String scheme, String host, int port) {
        String name = Objects.requireNonNull(host, "host").toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        for (String entry : exceptions) {
            if (matches(entry, name, port)) {
                return null;
            }
        }
        return scheme.equalsIgnoreCase("https") ? forHttps : forHttp;
    }

    /** Shows the proxies, and no password. */
    @Override
    public String toString() {
        return "http=" + forHttp + ", https=" + forHttps + ", direct=" + exceptions;
    }

    /** Returns all proxies. */
    List<Proxy> all() {
        return Stream.of(forHttp, forHttps).filter(Objects::nonNull).toList();
    }

    private static boolean matches(String entry, String host, int port) {
        if (entry.equals("*")) {
            return true;
        }
        String wanted = entry;
        int colon = entry.lastIndexOf(':');
        if (colon > 0 && entry.indexOf(':') == colon) {
            if (!entry.substring(colon + 1).equals(String.valueOf(port))) {
                return false;
            }
            wanted = entry.substring(0, colon);
        }
        if (wanted.startsWith("*.")) {
            wanted = wanted.substring(1);
        }
        return wanted.startsWith(".")
                ? host.endsWith(wanted) || host.equals(wanted.substring(1))
                : host.equals(wanted) || host.endsWith("." + wanted);
    }
}

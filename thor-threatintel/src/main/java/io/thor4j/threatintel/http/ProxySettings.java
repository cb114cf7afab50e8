package io.thor4j.threatintel.http;

import io.thor4j.threatintel.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a request takes: {@code HTTPS_PROXY} or {@code HTTP_PROXY}, each {@code host:port} or {@code http://user:password@host:port/},
 * unless {@code NO_PROXY} names the server. Immutable, may be shared by threads.
 *
 * @param http the proxy for http addresses, or null
 * @param https the proxy for https addresses, or null
 * @param exceptions names of servers, with all below them, that are reached directly; {@code *} for all
 */
public record ProxySettings(@Nullable Proxy http, @Nullable Proxy https, List<String> exceptions) {
    /** No proxy. */
    public static final ProxySettings NONE = new ProxySettings(null, null, List.of());

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
            @Nullable Secret password) {}

    /** Makes the settings; the list is copied. */
    public ProxySettings {
        exceptions = List.copyOf(exceptions);
    }

    /**
     * Reads the environment; names in capitals go before the same in small letters.
     *
     * @param environment the variables
     * @return the settings
     * @throws IllegalArgumentException when a variable is no address of a proxy; the message does not show it
     */
    public static ProxySettings of(Map<String, String> environment) {
        List<String> exceptions = new ArrayList<>();
        for (String entry : variable("NO_PROXY", environment).split(",", -1)) {
            if (!entry.isBlank()) {
                exceptions.add(entry.strip().toLowerCase(Locale.ROOT));
            }
        }
        // In a CGI program this variable is the request's header "Proxy" (CVE-2016-5385).
        Proxy http = environment.containsKey("REQUEST_METHOD") ? null : proxy("HTTP_PROXY", environment);
        return new ProxySettings(http, proxy("HTTPS_PROXY", environment), exceptions);
    }

    private static String variable(String name, Map<String, String> environment) {
        String value = environment.getOrDefault(name, "");
        return (value.isBlank() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : value).strip();
    }

    private static @Nullable Proxy proxy(String name, Map<String, String> environment) {
        String value = variable(name, environment);
        if (value.isEmpty()) {
            return null;
        }
        URI uri;
        try {
            uri = new URI(value.contains("://") ? value : "http://" + value);
        } catch (URISyntaxException e) {
            // Without the cause, whose message shows the password.
            throw notAProxy(name);
        }
        if (uri.getHost() == null || !"http".equalsIgnoreCase(uri.getScheme())) {
            throw notAProxy(name);
        }
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        String info = uri.getRawUserInfo();
        if (info == null || info.isEmpty()) {
            return new Proxy(uri.getHost(), port, null, null);
        }
        int colon = info.indexOf(':');
        String password = colon < 0 ? "" : decode(info.substring(colon + 1));
        return new Proxy(
                uri.getHost(),
                port,
                decode(colon < 0 ? info : info.substring(0, colon)),
                password.isEmpty() ? null : Secret.of(password));
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
     * @return the proxy, null for a direct connection
     */
    public @Nullable Proxy proxyFor(String scheme, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        for (String entry : exceptions) {
            String suffix =
                    entry.startsWith("*.") ? entry.substring(2) : entry.startsWith(".") ? entry.substring(1) : entry;
            if (entry.equals("*") || name.equals(suffix) || name.endsWith("." + suffix)) {
                return null;
            }
        }
        return scheme.equalsIgnoreCase("https") ? https : http;
    }
}

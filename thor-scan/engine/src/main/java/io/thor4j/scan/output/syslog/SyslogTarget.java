package io.thor4j.scan.output.syslog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * A receiver, as THOR's {@code --remote-log server[:port[:type[:protocol]]]} names it (reference/thor-scanner.md section 5.2). Immutable.
 *
 * @param host its name or address
 * @param port its port
 * @param type what is sent
 * @param protocol how
 */
public record SyslogTarget(String host, int port, Type type, Protocol protocol) {
    /** THOR's default. */
    private static final int DEFAULT_PORT = 514;

    /** What is sent. The first five are THOR's, with its names. */
    public enum Type {
        /** The text log behind a priority. */
        DEFAULT,
        /** Common Event Format, without a priority. */
        CEF,
        /** JSON of version 3 alone. */
        JSON,
        /** JSON of version 3 behind the header of a text line. */
        SYSLOGJSON,
        /** The text log with pairs {@code KEY='value'}. */
        SYSLOGKV,
        /** Ours: the text log behind the header of RFC 5424. */
        RFC5424
    }

    /** How it is sent. */
    public enum Protocol {
        /** Datagrams (RFC 5426): the receiver does not tell whether one arrived. */
        UDP,
        /** A connection (RFC 6587). */
        TCP,
        /** An encrypted connection (RFC 5425), THOR's {@code TCPTLS}. */
        TLS
    }

    /** Checks what must be there. */
    public SyslogTarget {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(protocol, "protocol");
        if (host.isEmpty()) {
            throw new IllegalArgumentException("no server");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not 1 to 65535");
        }
    }

    /**
     * Reads THOR's form.
     *
     * @param text such as {@code log.example:6514:SYSLOGJSON:TCPTLS}; an IPv6 address stands in brackets
     * @return the target; port 514, type DEFAULT and UDP when they are left out
     * @throws IllegalArgumentException when it is none, with what is wrong
     */
    public static SyslogTarget parse(String text) {
        int close = text.startsWith("[") ? text.indexOf(']') : -1;
        String host = close > 0 ? text.substring(1, close) : text.split(":", -1)[0];
        String rest = close > 0 ? text.substring(close + 1) : text.substring(host.length());
        String[] parts = rest.split(":", -1);
        if (!parts[0].isEmpty() || parts.length > 4) {
            throw new IllegalArgumentException("not server[:port[:type[:protocol]]]: " + text);
        }
        return new SyslogTarget(
                host,
                part(parts, 1).isEmpty() ? DEFAULT_PORT : port(parts[1]),
                part(parts, 2).isEmpty() ? Type.DEFAULT : type(parts[2]),
                part(parts, 3).isEmpty() ? Protocol.UDP : protocol(parts[3]));
    }

    private static String part(String[] parts, int index) {
        return index < parts.length ? parts[index] : "";
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("port " + text + " is no number", e);
        }
    }

    private static Type type(String text) {
        return Arrays.stream(Type.values())
                .filter(type -> type.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("type " + text + " is none of " + Arrays.toString(Type.values())));
    }

    private static Protocol protocol(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "UDP" -> Protocol.UDP;
            case "TCP" -> Protocol.TCP;
            case "TCPTLS", "TLS" -> Protocol.TLS;
            default -> throw new IllegalArgumentException("protocol " + text + " is none of UDP, TCP, TCPTLS");
        };
    }

    /** Returns {@code host:port/protocol}. */
    @Override
    public String toString() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return name + ":" + port + "/" + protocol.name().toLowerCase(Locale.ROOT);
    }
}

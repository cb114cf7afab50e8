package io.thor4j.threatintel;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The types of indicators that ThreatConnect has built in (threat-intel-apis.md section 2.4), and how their values are compared. */
public final class IndicatorType {
    /** An IPv4 or IPv6 address. */
    public static final String ADDRESS = "Address";

    /** An email address. */
    public static final String EMAIL_ADDRESS = "EmailAddress";

    /** One to three hashes of a file, joined by {@code " : "} from MD5 to SHA-256. */
    public static final String FILE = "File";

    /** A host name. */
    public static final String HOST = "Host";

    /** A URL. */
    public static final String URL = "URL";

    /** The number of a network's owner, such as {@code ASN12345}. */
    public static final String ASN = "ASN";

    /** A network. */
    public static final String CIDR = "CIDR";

    /** The subject of an email. */
    public static final String EMAIL_SUBJECT = "Email Subject";

    /** A hashtag. */
    public static final String HASHTAG = "Hashtag";

    /** The name of a mutex. */
    public static final String MUTEX = "Mutex";

    /** A key of the registry. */
    public static final String REGISTRY_KEY = "Registry Key";

    /** What an HTTP client calls itself. */
    public static final String USER_AGENT = "User Agent";

    /** A line of THOR's IOC files for file names: a regex; behind a line break, what must not match; see thor-scanner.md section 2.2. */
    public static final String FILENAME_IOC = "Filename IOC";

    /** A line of THOR's IOC files for keywords: a text in which case counts. */
    public static final String KEYWORD_IOC = "Keyword IOC";

    /** A line of THOR's IOC files for handles: a name, or a regex when a special character stands in it unescaped. */
    public static final String HANDLE_IOC = "Handle IOC";

    /** A line of THOR's IOC files for named pipes, written as a {@link #HANDLE_IOC} is. */
    public static final String PIPE_IOC = "Named Pipe IOC";

    private IndicatorType() {}

    /**
     * Returns what a host of the IOC files is: an {@link #ADDRESS}, a {@link #CIDR} or a {@link #HOST}.
     *
     * @param host a name, an address or a network
     */
    public static String ofHost(String host) {
        boolean address =
                host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c == '/' || (c >= '0' && c <= '9'));
        return !address ? HOST : host.indexOf('/') >= 0 ? CIDR : ADDRESS;
    }

    /**
     * Returns a value in the form in which values are compared: case, blanks around it and spellings of addresses that mean the same do not
     * count where they do not count for the type.
     *
     * @param type the type
     * @param value the value as the feed has it
     */
    public static String normalise(String type, String value) {
        String text = value.strip();
        return switch (type) {
            case FILE -> String.join(" : ", hashes(text));
            case ADDRESS -> address(text);
            case EMAIL_ADDRESS, CIDR, ASN -> text.toLowerCase(Locale.ROOT);
            case HOST -> host(text.toLowerCase(Locale.ROOT));
            case URL -> url(text);
            default -> text;
        };
    }

    /**
     * Returns the hashes of a {@link #FILE}'s value, from MD5 to SHA-256.
     *
     * @param value one or more hashes with blanks and colons between them
     * @return lower-case hex; the text itself when no part of it is a hash
     */
    public static List<String> hashes(String value) {
        List<String> found = new ArrayList<>();
        for (int length : new int[] {32, 40, 64}) {
            for (String part : value.split("[ :]+", -1)) {
                if (part.length() == length && isHex(part)) {
                    found.add(part.toLowerCase(Locale.ROOT));
                    break;
                }
            }
        }
        return found.isEmpty() ? List.of(value) : found;
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
    }

    private static String host(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /* Only a text with a colon goes to the JDK, which then never asks a name server: it is a literal or an error. */
    private static String address(String text) {
        if (text.indexOf(':') < 0) {
            return text;
        }
        try {
            return InetAddress.getByName(text).getHostAddress();
        } catch (UnknownHostException e) {
            return text.toLowerCase(Locale.ROOT);
        }
    }

    /* Scheme and host have no case (RFC 3986 section 6.2.2.1); the rest has. */
    private static String url(String text) {
        int slashes = text.indexOf("://");
        if (slashes < 0) {
            return text;
        }
        int path = text.indexOf('/', slashes + 3);
        int end = path < 0 ? text.length() : path;
        return text.substring(0, end).toLowerCase(Locale.ROOT) + text.substring(end);
    }
}

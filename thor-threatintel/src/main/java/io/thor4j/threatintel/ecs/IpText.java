package io.thor4j.threatintel.ecs;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Tells addresses from other texts, without ever asking a name server. Stateless. */
final class IpText {
    private IpText() {}

    static boolean isAddress(String text) {
        if (text.indexOf(':') < 0) {
            return isV4(text);
        }
        if (text.length() > 60 || text.indexOf('[') >= 0) {
            return false;
        }
        try {
            // With a colon in it the JDK takes it for a literal.
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isV4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            boolean digits =
                    !part.isEmpty() && part.length() <= 3 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }
}

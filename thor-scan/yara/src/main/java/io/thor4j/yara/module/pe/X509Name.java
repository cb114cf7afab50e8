package io.thor4j.yara.module.pe;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/** Distinguished names: their one-line form and their comparison. */
final class X509Name {
    /** Bytes of the one-line form that libyara keeps. */
    private static final int ONE_LINE = 255;

    private static final int GENERAL_STRING = 0x1b;
    private static final String HEX = "0123456789ABCDEF";

    private X509Name() {}

    /**
     * Returns a name as OpenSSL 3's X509_NAME_oneline writes it, with libyara's change: parts as "/CN=text", further parts of one relative
     * name with "+" instead of "/"; bytes that are not printable ASCII as \xHH; "+" as "\+" (OpenSSL's "\/" is made "/" again). What does not
     * fit into 255 bytes is left out from its part on.
     *
     * @throws DerException when it is not a name
     */
    static byte[] oneLine(DerValue name) throws DerException {
        StringBuilder line = new StringBuilder();
        // OpenSSL measures with the escapes that libyara then takes out.
        int measured = 0;
        DerReader sets = name.inside();
        while (!sets.atEnd()) {
            DerReader parts = sets.expect(DerValue.SET).inside();
            char separator = '/';
            while (!parts.atEnd()) {
                DerReader part = parts.expect(DerValue.SEQUENCE).inside();
                String key = ObjectIds.namePart(part.expect(DerValue.OBJECT_ID).objectId());
                String text = escaped(part.read());
                measured += key.length() + text.length() + 2;
                if (measured <= ONE_LINE) {
                    line.append(separator).append(key).append('=').append(text.replace("\\/", "/"));
                }
                separator = '+';
            }
        }
        return line.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String escaped(DerValue value) {
        byte[] text = value.contents();
        int from = 0;
        if (value.tag() == DerValue.BIT_STRING) {
            from = Math.min(1, text.length);
        }
        boolean fourByte = value.tag() == GENERAL_STRING && text.length % 4 == 0 && onlyFourthBytes(text);
        StringBuilder result = new StringBuilder();
        for (int i = from; i < text.length; i++) {
            if (fourByte && i % 4 != 3) {
                continue;
            }
            int octet = text[i] & 0xff;
            if (octet < ' ' || octet > '~') {
                result.append("\\x").append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xf));
            } else if (octet == '/' || octet == '+') {
                result.append('\\').append((char) octet);
            } else {
                result.append((char) octet);
            }
        }
        return result.toString();
    }

    private static boolean onlyFourthBytes(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (i % 4 != 3 && text[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns a text that is the same for names that differ only in case and blanks: RFC 5280, section 7.1, as the JDK does it. */
    static String canonical(byte[] encoded) {
        try {
            return new X500Principal(encoded).getName(X500Principal.CANONICAL);
        } catch (IllegalArgumentException e) {
            // What the JDK cannot read is only the same as itself; no canonical form begins with this character.
            return '#' + HexFormat.of().formatHex(encoded);
        }
    }
}

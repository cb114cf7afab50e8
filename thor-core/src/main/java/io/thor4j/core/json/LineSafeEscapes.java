package io.thor4j.core.json;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;

/** Escapes, besides what JSON demands, what ends or turns a line in some viewers. Stateless. */
final class LineSafeEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    @Override
    public int[] getEscapeCodesForAscii() {
        int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
        codes[0x7F] = CharacterEscapes.ESCAPE_STANDARD;
        return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
        boolean control = ch >= 0x80 && ch <= 0x9F;
        boolean separator = ch == 0x2028 || ch == 0x2029;
        boolean bidi = (ch >= 0x202A && ch <= 0x202E) || (ch >= 0x2066 && ch <= 0x2069);
        return control || separator || bidi ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", ch)) : null;
    }
}

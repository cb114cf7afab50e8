package io.thor4j.spiexamples;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Packs parcels. */
final class Parcels {
    private Parcels() {}

    static byte[] pack(String sender, String name, byte[] payload) {
        return pack(sender, name, payload.length, payload);
    }

    /** Packs with any stated length. */
    static byte[] pack(String sender, String name, int stated, byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBytes("PRCL");
            out.writeByte(1);
            text(out, sender);
            text(out, name);
            out.writeInt(stated);
            for (byte one : payload) {
                out.writeByte(one ^ 0x5A);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(bytes.length);
        out.write(bytes);
    }
}

package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks one folder of a cabinet that is stored or packed with MSZIP (MS-MCI 1.3, section 2). For one thread. */
final class CabFolderInput extends InputStream {
    private final CabBlocks blocks;
    private final boolean msZip;
    private byte[] block = new byte[0];
    private int at;

    CabFolderInput(CabBlocks blocks, boolean msZip) {
        this.blocks = blocks;
        this.msZip = msZip;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        while (at == block.length) {
            Bytes packed = blocks.next();
            if (packed == null) {
                return -1;
            }
            block = msZip ? inflated(packed) : packed.copy();
            at = 0;
        }
        int count = Math.min(length, block.length - at);
        System.arraycopy(block, at, bytes, offset, count);
        at += count;
        return count;
    }

    /* Each block is deflated by itself, with the one before as its dictionary. */
    private byte[] inflated(Bytes packed) throws IOException {
        if (!packed.matches(0, "CK")) {
            throw new DamagedException("no MSZIP block");
        }
        Inflater inflater = new Inflater(true);
        try {
            if (block.length > 0) {
                inflater.setDictionary(block);
            }
            byte[] input = packed.copy();
            inflater.setInput(input, 2, input.length - 2);
            byte[] output = new byte[blocks.unpacked()];
            int count = 0;
            while (count < output.length) {
                int more = inflater.inflate(output, count, output.length - count);
                if (more == 0) {
                    throw new DamagedException("an MSZIP block ends too early");
                }
                count += more;
            }
            return output;
        } catch (DataFormatException e) {
            throw new IOException("no MSZIP data", e);
        } finally {
            inflater.end();
        }
    }
}

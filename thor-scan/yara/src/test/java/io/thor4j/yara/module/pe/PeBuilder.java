package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Makes small PE files: headers at 0x80, and unless told otherwise one section ".data" at address 0x1000, which is file offset 0x400, of 0x1000
 * bytes. Addresses given to the writing methods are relative virtual addresses in that section.
 */
final class PeBuilder {
    static final int HEADER = 0x80;
    static final int OPTIONAL = HEADER + 24;
    static final int SECTION = 0x1000;
    private static final int RAW = 0x400;
    private static final int SIZE = 0x1400;

    private final boolean wide;
    private final int optionalSize;
    private ByteBuffer file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
    private int sections;

    private PeBuilder(boolean wide) {
        this.wide = wide;
        this.optionalSize = wide ? 240 : 224;
        raw16(0, 0x5a4d).raw32(0x3c, HEADER).raw32(HEADER, 0x4550);
        raw16(HEADER + 4, wide ? 0x8664 : 0x14c).raw16(HEADER + 20, optionalSize);
        raw16(OPTIONAL, wide ? 0x20b : 0x10b);
        raw32(OPTIONAL + 32, 0x1000).raw32(OPTIONAL + 36, 0x200).raw32(OPTIONAL + 56, 0x10000);
        raw32(OPTIONAL + (wide ? 108 : 92), 16);
    }

    static PeBuilder empty32() {
        return new PeBuilder(false);
    }

    static PeBuilder pe32() {
        return new PeBuilder(false).section(".data", SECTION, 0x1000, RAW, 0x1000);
    }

    static PeBuilder pe64() {
        return new PeBuilder(true).section(".data", SECTION, 0x1000, RAW, 0x1000);
    }

    PeBuilder section(String name, int address, int size, int rawOffset, int rawSize) {
        int at = OPTIONAL + optionalSize + 40 * sections;
        rawText(at, name);
        raw32(at + 8, size).raw32(at + 12, address).raw32(at + 16, rawSize).raw32(at + 20, rawOffset);
        sections++;
        return raw16(HEADER + 6, sections);
    }

    PeBuilder directory(int index, int address, int size) {
        int at = OPTIONAL + (wide ? 112 : 96) + 8 * index;
        return raw32(at, address).raw32(at + 4, size);
    }

    PeBuilder size(int bytes) {
        file = ByteBuffer.wrap(Arrays.copyOf(file.array(), bytes)).order(ByteOrder.LITTLE_ENDIAN);
        return this;
    }

    PeBuilder raw16(int offset, int value) {
        file.putShort(offset, (short) value);
        return this;
    }

    PeBuilder raw32(int offset, long value) {
        file.putInt(offset, (int) value);
        return this;
    }

    PeBuilder raw64(int offset, long value) {
        file.putLong(offset, value);
        return this;
    }

    PeBuilder rawText(int offset, String latin1) {
        return rawBytes(offset, latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    PeBuilder rawBytes(int offset, byte[] bytes) {
        file.put(offset, bytes);
        return this;
    }

    PeBuilder u16(int address, int value) {
        return raw16(offset(address), value);
    }

    PeBuilder u32(int address, long... values) {
        for (int i = 0; i < values.length; i++) {
            raw32(offset(address) + 4 * i, values[i]);
        }
        return this;
    }

    PeBuilder u64(int address, long... values) {
        for (int i = 0; i < values.length; i++) {
            raw64(offset(address) + 8 * i, values[i]);
        }
        return this;
    }

    PeBuilder text(int address, String latin1) {
        return rawText(offset(address), latin1);
    }

    /** Writes UTF-16LE. */
    PeBuilder wide(int address, String text) {
        return rawBytes(offset(address), text.getBytes(StandardCharsets.UTF_16LE));
    }

    static int offset(int address) {
        return address - SECTION + RAW;
    }

    byte[] bytes() {
        return file.array().clone();
    }

    StructValue parse() {
        return parse(bytes());
    }

    PeImage image() {
        PeImage image = PeImage.of(input(bytes()));
        if (image == null) {
            throw new AssertionError("not a PE file");
        }
        return image;
    }

    static StructValue parse(byte[] bytes) {
        return new PeModule().parse(input(bytes));
    }

    static ModuleInput input(byte[] bytes) {
        return new ModuleInput(bytes, 0, bytes.length, null, line -> {}, () -> false);
    }
}

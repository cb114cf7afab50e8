package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the resource directory: types, their names, their languages. PE format, ".rsrc". A directory may lead anywhere, also to itself, so
 * the number of entries looked at is bounded.
 */
final class PeResources {
    /**
     * One of the three levels' answers for a resource: a text, or else a number.
     *
     * @param number the entry's name field as a signed 32-bit number, -1 for none (that number itself cannot be told from none, as in
     *     libyara)
     * @param text where the text stands: its length in characters, then the characters; -1 when there is only the number
     */
    record Label(int number, long text) {}

    /**
     * A resource.
     *
     * @param address relative virtual address of its data
     * @param offset the same in the file, -1 when it is not there
     * @param length bytes of its data
     * @param type the type
     * @param name the name
     * @param language the language
     */
    record Resource(long address, long offset, long length, Label type, Label name, Label language) {}

    /** Where the texts of the levels above a resource stand, -1 where there is only a number. */
    private record Texts(long type, long name, long language) {
        static final Texts NONE = new Texts(-1, -1, -1);

        Texts with(int level, long text) {
            return switch (level) {
                case 0 -> new Texts(text, name, language);
                case 1 -> new Texts(type, text, language);
                default -> new Texts(type, name, text);
            };
        }
    }

    private static final int DIRECTORY = 2;
    private static final int TABLE = 16;
    private static final int ENTRY = 8;
    private static final int DATA_ENTRY = 16;
    private static final int LEVELS = 3;
    private static final int TYPE_VERSION = 16;
    private static final long HIGH_BIT = 0x8000_0000L;

    private final PeImage image;
    private final ModuleInput input;
    private final long root;
    private final PeVersionInfo versionInfo;
    private final List<Resource> resources = new ArrayList<>();
    /** The numbers last seen on each level: libyara keeps them when a resource hangs higher in the tree than its level. */
    private final int[] numbers = {-1, -1, -1};

    private final Map<Long, byte[]> labelTexts = new HashMap<>();
    private long labelBudget = PeLimits.RESOURCE_TEXT;
    private int entries;

    PeResources(PeImage image) {
        this.image = image;
        this.input = image.input();
        this.versionInfo = new PeVersionInfo(image);
        long offset = image.directoryOffset(DIRECTORY);
        this.root = input.contains(offset, TABLE) ? offset : -1;
        if (root >= 0) {
            read(root, 0, Texts.NONE);
        }
    }

    List<Resource> resources() {
        return resources;
    }

    PeVersionInfo versionInfo() {
        return versionInfo;
    }

    /** Returns the root directory's time stamp, null without a directory. */
    @Nullable
    Long timestamp() {
        return root < 0 ? null : input.u32le(root + 4);
    }

    /** Builds {@code resource_version}. */
    StructValue version() {
        return root < 0
                ? new StructValue(PeStructure.VERSION, null)
                : PeStructure.version(input.u16le(root + 8), input.u16le(root + 10));
    }

    /** Tells whether a resource's language has a value in the bits of a mask. */
    boolean hasLanguage(long value, long mask) {
        for (Resource resource : resources) {
            Label language = resource.language();
            if (language.text() < 0 && language.number() != -1 && (language.number() & mask) == value) {
                return true;
            }
        }
        return false;
    }

    /** Builds {@code resources}. */
    List<StructValue> values() {
        List<StructValue> result = new ArrayList<>();
        for (Resource resource : resources) {
            StructValue value = new StructValue(PeStructure.RESOURCE, null);
            value.set("rva", resource.address());
            if (resource.offset() >= 0) {
                value.set("offset", resource.offset());
            }
            value.set("length", resource.length());
            label(value, resource.type(), "type", "type_string");
            label(value, resource.name(), "id", "name_string");
            label(value, resource.language(), "language", "language_string");
            result.add(value);
        }
        return result;
    }

    private void label(StructValue value, Label label, String numberField, String textField) {
        long text = label.text();
        if (text >= 0) {
            value.setLazy(textField, () -> labelText(text));
        } else if (label.number() != -1) {
            value.set(numberField, label.number());
        }
    }

    /** Returns the text of a label, the same array for the same place; null when all labels together have too much of it. */
    private byte @Nullable [] labelText(long at) {
        byte[] known = labelTexts.get(at);
        if (known == null) {
            long length = 2L * input.u16le(at);
            labelBudget -= length;
            known = labelBudget < 0 ? null : input.bytes(at + 2, length);
            if (known != null) {
                labelTexts.put(at, known);
            }
        }
        return known;
    }

    private void read(long table, int level, Texts parentTexts) {
        int named = input.u16le(table + 12);
        int numbered = input.u16le(table + 14);
        long count = (long) named + numbered;
        if (input.u32le(table) != 0
                || named > PeLimits.DIRECTORY_ENTRIES
                || numbered > PeLimits.DIRECTORY_ENTRIES
                || !input.contains(table + TABLE, count * ENTRY)) {
            return;
        }
        for (int i = 0; i < count && !spent(); i++) {
            long entry = table + TABLE + (long) i * ENTRY;
            long target = input.u32le(entry + 4);
            if (target == 0) {
                // libyara does not get past such an entry either.
                return;
            }
            numbers[level] = (int) input.u32le(entry);
            Texts texts = parentTexts.with(level, text(input.u32le(entry)));
            long at = root + (target & ~HIGH_BIT);
            if ((target & HIGH_BIT) != 0 && level < LEVELS - 1) {
                if (input.contains(at, TABLE)) {
                    read(at, level + 1, texts);
                }
            } else if (input.contains(at, DATA_ENTRY)) {
                add(at, texts);
            }
        }
    }

    private boolean spent() {
        entries++;
        return entries > PeLimits.RESOURCE_ENTRIES
                || resources.size() >= PeLimits.RESOURCES
                || (entries % PeLimits.CLOCK_STEPS == 0 && input.expired());
    }

    private void add(long dataEntry, Texts texts) {
        long address = input.u32le(dataEntry);
        long length = input.u32le(dataEntry + 4);
        if (length == 0 || length > PeLimits.RESOURCE_SIZE) {
            return;
        }
        long offset = image.offset(address);
        resources.add(new Resource(
                address,
                offset,
                length,
                new Label(numbers[0], texts.type()),
                new Label(numbers[1], texts.name()),
                new Label(numbers[2], texts.language())));
        if (numbers[0] == TYPE_VERSION && offset >= 0) {
            versionInfo.read(offset);
        }
    }

    /** Returns where the text stands that an entry's name field leads to, -1 when it is a number or leads nowhere. */
    private long text(long name) {
        if ((name & HIGH_BIT) == 0) {
            return -1;
        }
        long at = root + (name & ~HIGH_BIT);
        int length = input.u16le(at);
        return length <= PeLimits.RESOURCE_NAME && input.contains(at, 2 + 2L * length) ? at : -1;
    }
}

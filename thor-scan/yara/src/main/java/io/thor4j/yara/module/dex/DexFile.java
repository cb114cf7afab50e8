package io.thor4j.yara.module.dex;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a DEX file (source.android.com, "Dalvik executable format") in the order of libyara 4.5.8 (dex.c), which stops at the first list
 * that does not lie inside the file: what comes behind stays undefined. Used by one thread.
 */
final class DexFile {
    /** Highest index that is followed from one list into another (dex.c, dex_get_integer). */
    private static final int MAX_INDEX = 0x80000;

    /** Longest list that is read, entries; our own bound, far above the 65,536 that most lists can be referred to by. */
    private static final int MAX_LIST = 4_000_000;

    /** Fields and methods with bodies read in one scan; our own bound, as damaged classes may share their data. */
    private static final int MAX_MEMBERS = 1_000_000;

    /** Bytes that all texts of a scan may take together; our own bound, as damaged strings may overlap. */
    private static final long MAX_TEXT = 256L << 20;

    private static final int ASK_EVERY = 4_096;

    private static final int STRING_IDS = 0x38;
    private static final int TYPE_IDS = 0x40;
    private static final int PROTO_IDS = 0x48;
    private static final int FIELD_IDS = 0x50;
    private static final int METHOD_IDS = 0x58;
    private static final int CLASS_DEFS = 0x60;
    private static final int MAP_OFFSET = 0x34;
    private static final int CODE_ITEM_SIZE = 16;

    private final ModuleInput input;
    private final List<@Nullable StructValue> fields = new ArrayList<>();
    private final List<@Nullable StructValue> methods = new ArrayList<>();
    private final List<StructValue> classData = new ArrayList<>();
    private final Map<Long, byte @Nullable []> strings = new HashMap<>();
    private int finishedFields;
    private int finishedMethods;
    private long classesRead;
    private int memberBudget = MAX_MEMBERS;
    private long textBudget = MAX_TEXT;
    private boolean membersRead;
    private boolean membersComplete;

    DexFile(ModuleInput input) {
        this.input = input;
    }

    /** Tells whether the ids up to those of methods lie inside the file, one list after the other. */
    private boolean present(int lastList) {
        int[] lists = {STRING_IDS, TYPE_IDS, PROTO_IDS, FIELD_IDS, METHOD_IDS};
        int[] sizes = {4, 4, 12, 8, 8};
        for (int i = 0; i < lists.length && lists[i] <= lastList; i++) {
            if (!input.contains(begin(lists[i]), count(lists[i]) * sizes[i])) {
                return false;
            }
        }
        return true;
    }

    private long count(int list) {
        return input.u32le(list);
    }

    private long begin(int list) {
        return input.u32le(list + 4);
    }

    private boolean tired(int index) {
        return index % ASK_EVERY == ASK_EVERY - 1 && input.expired();
    }

    /** A list of structures whose members are plain numbers; widths holds the bytes of each, 2 or 4. */
    private List<StructValue> records(StructType type, int[] widths, long offset, long count) {
        List<StructValue> result = new ArrayList<>();
        long at = offset;
        for (int i = 0; i < Math.min(count, MAX_LIST) && !tired(i); i++) {
            StructValue value = new StructValue(type, null);
            int member = 0;
            for (String name : type.names()) {
                value.set(name, widths[member] == 2 ? input.u16le(at) : input.u32le(at));
                at += widths[member++];
            }
            result.add(value);
        }
        return result;
    }

    private @Nullable List<StructValue> ids(int list, StructType type, int... widths) {
        return present(list) ? records(type, widths, begin(list), count(list)) : null;
    }

    /** Returns {@code type_ids}, null when missing. */
    @Nullable
    List<StructValue> typeIds() {
        return ids(TYPE_IDS, DexModule.TYPE_ID, 4);
    }

    /** Returns {@code proto_ids}, null when missing. */
    @Nullable
    List<StructValue> protoIds() {
        return ids(PROTO_IDS, DexModule.PROTO_ID, 4, 4, 4);
    }

    /** Returns {@code field_ids}, null when missing. */
    @Nullable
    List<StructValue> fieldIds() {
        return ids(FIELD_IDS, DexModule.FIELD_ID, 2, 2, 4);
    }

    /** Returns {@code method_ids}, null when missing. */
    @Nullable
    List<StructValue> methodIds() {
        return ids(METHOD_IDS, DexModule.METHOD_ID, 2, 2, 4);
    }

    /** Returns {@code string_ids}, null when missing; strings that lie outside the file are null elements. */
    @Nullable
    List<@Nullable StructValue> stringIds() {
        if (!present(STRING_IDS)) {
            return null;
        }
        List<@Nullable StructValue> result = new ArrayList<>();
        for (int i = 0; i < Math.min(count(STRING_IDS), MAX_LIST) && !tired(i); i++) {
            long offset = input.u32le(begin(STRING_IDS) + 4L * i);
            byte[] text = string(i);
            if (text == null) {
                result.add(null);
            } else {
                StructValue value = new StructValue(DexModule.STRING_ID, null);
                value.set("offset", offset);
                value.set("size", text.length);
                value.set("value", text);
                result.add(value);
            }
        }
        // Trailing strings that cannot be read do not exist in libyara, where an array ends with the last element ever
        // set.
        while (!result.isEmpty() && result.get(result.size() - 1) == null) {
            result.remove(result.size() - 1);
        }
        return result;
    }

    /**
     * Reads a string. The size in front counts UTF-16 units, but libyara takes it for bytes, and always takes it to fill one byte only.
     *
     * @param index its number
     * @return null when it is not inside the file
     */
    private byte @Nullable [] string(long index) {
        if (strings.containsKey(index)) {
            return strings.get(index);
        }
        byte[] text = index < 0 || index >= count(STRING_IDS) ? null : readString(index);
        strings.put(index, text);
        return text;
    }

    private byte @Nullable [] readString(long index) {
        long offset = input.u32le(begin(STRING_IDS) + 4 * index);
        if (!input.contains(offset, 4)) {
            return null;
        }
        Leb128 size = new Leb128(input, offset);
        long length = size.next();
        if (size.damaged() || !input.contains(offset + 1, length) || length > textBudget) {
            return null;
        }
        textBudget -= length;
        return input.bytes(offset + 1, length);
    }

    /** Follows an index into a list of numbers; -1 when it cannot be followed. */
    private long follow(int list, int recordSize, int member, int width, long index) {
        if (index < 0 || index > MAX_INDEX || index >= count(list)) {
            return -1;
        }
        long at = begin(list) + index * recordSize + member;
        return width == 2 ? input.u16le(at) : input.u32le(at);
    }

    private byte @Nullable [] followString(long index) {
        return index > MAX_INDEX ? null : string(index);
    }

    private byte @Nullable [] typeName(long typeIndex) {
        return followString(follow(TYPE_IDS, 4, 0, 4, typeIndex));
    }

    /** Returns the map list; without values when there is none. */
    StructValue mapList() {
        StructValue value = new StructValue(DexModule.MAP_LIST, null);
        long offset = input.u32le(MAP_OFFSET);
        if (hasMap()) {
            long count = input.u32le(offset);
            value.set("size", count);
            if (input.contains(offset, 4 + count * 12)) {
                value.set("map_item", records(DexModule.MAP_ITEM, new int[] {2, 2, 4, 4}, offset + 4, count));
            }
        }
        return value;
    }

    private boolean hasMap() {
        long offset = input.u32le(MAP_OFFSET);
        return present(METHOD_IDS) && offset != 0 && input.contains(offset, 4);
    }

    /** A map list that does not fit ends the parse, a missing one does not. */
    private boolean classesPresent() {
        long offset = input.u32le(MAP_OFFSET);
        return present(METHOD_IDS)
                && (!hasMap() || input.contains(offset, 4 + input.u32le(offset) * 12))
                && input.contains(begin(CLASS_DEFS), count(CLASS_DEFS) * 32);
    }

    /** Returns {@code class_defs}, null when missing. */
    @Nullable
    List<StructValue> classDefs() {
        if (!classesPresent()) {
            return null;
        }
        readMembers();
        return records(
                DexModule.CLASS_DEF,
                new int[] {4, 4, 4, 4, 4, 4, 4, 4},
                begin(CLASS_DEFS),
                membersComplete ? count(CLASS_DEFS) : Math.min(count(CLASS_DEFS), classesRead));
    }

    /** Returns {@code class_data_item}. */
    List<StructValue> classData() {
        readMembers();
        return classData;
    }

    /** Returns {@code field}. */
    List<@Nullable StructValue> fields() {
        readMembers();
        return fields;
    }

    /** Returns {@code method}. */
    List<@Nullable StructValue> methods() {
        readMembers();
        return methods;
    }

    /** Returns how many fields were read to their end, null when damage ended the reading of classes. */
    @Nullable
    Long fieldCount() {
        readMembers();
        return membersComplete ? (Long) (long) finishedFields : null;
    }

    /** Returns how many methods were read to their end, null when damage ended the reading of classes. */
    @Nullable
    Long methodCount() {
        readMembers();
        return membersComplete ? (Long) (long) finishedMethods : null;
    }

    private void readMembers() {
        if (membersRead) {
            return;
        }
        membersRead = true;
        if (!classesPresent()) {
            return;
        }
        for (long i = 0; i < count(CLASS_DEFS); i++) {
            classesRead = i + 1;
            long offset = input.u32le(begin(CLASS_DEFS) + i * 32 + 24);
            boolean late = i % ASK_EVERY == ASK_EVERY - 1 && input.expired();
            if (late || (offset != 0 && !readClassData(offset))) {
                return;
            }
        }
        membersComplete = true;
    }

    private boolean readClassData(long offset) {
        Leb128 at = new Leb128(input, offset);
        if (!input.contains(offset, 16)) {
            return false;
        }
        long staticFields = at.next();
        long instanceFields = at.next();
        long directMethods = at.next();
        long virtualMethods = at.next();
        if (at.damaged()) {
            return false;
        }
        StructValue value = new StructValue(DexModule.CLASS_DATA, null);
        value.set("static_fields_size", staticFields);
        value.set("instance_fields_size", instanceFields);
        value.set("direct_methods_size", directMethods);
        value.set("virtual_methods_size", virtualMethods);
        classData.add(value);
        readFields(at, staticFields);
        readFields(at, instanceFields);
        readMethods(at, directMethods, true);
        readMethods(at, virtualMethods, false);
        return memberBudget > 0;
    }

    private void readFields(Leb128 at, long count) {
        long index = 0;
        for (long i = 0; i < count && spend(); i++) {
            if (!input.contains(at.position(), 8)) {
                return;
            }
            long begin = at.position();
            long difference = at.next();
            long flags = at.next();
            if (at.damaged()) {
                at.back(begin);
                return;
            }
            StructValue value = begun(fields, finishedFields, DexModule.FIELD);
            value.set("field_idx_diff", difference);
            value.set("access_flags", flags);
            index = index + difference & 0xffffffffL;
            long name = follow(FIELD_IDS, 8, 4, 4, index);
            if (name < 0) {
                at.back(begin);
                return;
            }
            value.set("name", followString(name));
            value.set("class_name", typeName(follow(FIELD_IDS, 8, 0, 2, index)));
            value.set("proto", typeName(follow(FIELD_IDS, 8, 2, 2, index)));
            finishedFields++;
        }
    }

    private boolean spend() {
        memberBudget--;
        if (memberBudget % ASK_EVERY == 0 && input.expired()) {
            memberBudget = 0;
        }
        return memberBudget > 0;
    }

    /** Returns the element behind the finished ones, which an unfinished try may have left. */
    private static StructValue begun(List<@Nullable StructValue> list, int finished, StructType type) {
        StructValue value = new StructValue(type, null);
        if (list.size() > finished) {
            list.set(finished, value);
        } else {
            list.add(value);
        }
        return value;
    }

    private void readMethods(Leb128 at, long count, boolean direct) {
        long index = 0;
        for (long i = 0; i < count && spend(); i++) {
            if (!input.contains(at.position(), 12)) {
                return;
            }
            long begin = at.position();
            long difference = at.next();
            long flags = at.next();
            long code = at.next();
            if (at.damaged()) {
                at.back(begin);
                return;
            }
            StructValue value = begun(methods, finishedMethods, DexModule.METHOD);
            value.set("method_idx_diff", difference);
            value.set("access_flags", flags);
            value.set("code_off", code);
            value.set("direct", direct ? 1 : 0);
            value.set("virtual", direct ? 0 : 1);
            index = index + difference & 0xffffffffL;
            long name = follow(METHOD_IDS, 8, 4, 4, index);
            if (name < 0) {
                at.back(begin);
                return;
            }
            value.set("name", followString(name));
            value.set("class_name", typeName(follow(METHOD_IDS, 8, 0, 2, index)));
            long shorty = follow(PROTO_IDS, 12, 0, 4, follow(METHOD_IDS, 8, 2, 2, index));
            value.set("proto", followString(shorty));
            if (code != 0) {
                value.setLazy("code_item", () -> codeItem(code));
            }
            finishedMethods++;
        }
    }

    private @Nullable StructValue codeItem(long offset) {
        if (!input.contains(offset, CODE_ITEM_SIZE)) {
            return null;
        }
        StructValue value = new StructValue(DexModule.CODE_ITEM, null);
        value.set("registers_size", input.u16le(offset));
        value.set("ins_size", input.u16le(offset + 2));
        value.set("outs_size", input.u16le(offset + 4));
        value.set("tries_size", input.u16le(offset + 6));
        value.set("debug_info_off", input.u32le(offset + 8));
        long units = input.u32le(offset + 12);
        value.set("insns_size", units);
        if (units * 2 <= textBudget && input.contains(offset + CODE_ITEM_SIZE, units * 2)) {
            textBudget -= units * 2;
            value.set("insns", input.bytes(offset + CODE_ITEM_SIZE, units * 2));
        }
        return value;
    }
}

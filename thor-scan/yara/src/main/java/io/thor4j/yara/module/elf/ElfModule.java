package io.thor4j.yara.module.elf;

import static io.thor4j.yara.spi.ModuleType.Scalar.INTEGER;
import static io.thor4j.yara.spi.ModuleType.Scalar.STRING;

import io.thor4j.yara.module.LazyList;
import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code import "elf"}: header, sections, segments, dynamic entries and symbols of ELF files (yara-semantics.md, section 13, elf); the bytes
 * are read by {@link ElfFile}. Everything is undefined for other files. Immutable; threads share it.
 */
public final class ElfModule implements YaraModule {
    private static final StructType SECTION = StructType.builder()
            .field("type", INTEGER)
            .field("flags", INTEGER)
            .field("address", INTEGER)
            .field("name", STRING)
            .field("size", INTEGER)
            .field("offset", INTEGER)
            .build();
    private static final StructType SEGMENT = StructType.builder()
            .field("type", INTEGER)
            .field("flags", INTEGER)
            .field("offset", INTEGER)
            .field("virtual_address", INTEGER)
            .field("physical_address", INTEGER)
            .field("file_size", INTEGER)
            .field("memory_size", INTEGER)
            .field("alignment", INTEGER)
            .build();
    private static final StructType DYNAMIC =
            StructType.builder().field("type", INTEGER).field("val", INTEGER).build();
    private static final StructType SYMBOL = StructType.builder()
            .field("name", STRING)
            .field("value", INTEGER)
            .field("size", INTEGER)
            .field("type", INTEGER)
            .field("bind", INTEGER)
            .field("shndx", INTEGER)
            .build();
    private static final StructType TABLE = table();

    @Override
    public String name() {
        return "elf";
    }

    @Override
    public StructType structure() {
        return TABLE;
    }

    private static StructType table() {
        StructType.Builder table = StructType.builder();
        ElfConstants.addFileConstants(table);
        table.field("type", INTEGER)
                .field("machine", INTEGER)
                .field("entry_point", INTEGER)
                .field("number_of_sections", INTEGER)
                .field("sh_offset", INTEGER)
                .field("sh_entry_size", INTEGER)
                .field("number_of_segments", INTEGER)
                .field("ph_offset", INTEGER)
                .field("ph_entry_size", INTEGER)
                .field("sections", new ModuleType.Array(SECTION));
        ElfConstants.addTableConstants(table);
        return table.field("segments", new ModuleType.Array(SEGMENT))
                .field("dynamic_section_entries", INTEGER)
                .field("dynamic", new ModuleType.Array(DYNAMIC))
                .field("symtab_entries", INTEGER)
                .field("symtab", new ModuleType.Array(SYMBOL))
                .field("dynsym_entries", INTEGER)
                .field("dynsym", new ModuleType.Array(SYMBOL))
                .function(
                        "telfhash",
                        STRING,
                        List.of(),
                        (self, a) -> self.state(Scan.class).telfhash())
                .function(
                        "import_md5",
                        STRING,
                        List.of(),
                        (self, a) -> self.state(Scan.class).importMd5())
                .build();
    }

    @Override
    public StructValue parse(ModuleInput input) {
        ElfFile file = ElfFile.open(input);
        Scan scan = new Scan(file);
        StructValue result = new StructValue(TABLE, scan);
        if (file == null) {
            return result;
        }
        result.set("type", file.type());
        result.set("machine", file.machine());
        result.setLazy("entry_point", () -> file.entry() == 0 ? null : file.fileOffset(file.entry()));
        result.set("number_of_sections", file.sectionCount());
        result.set("sh_offset", file.sectionTable());
        result.set("sh_entry_size", file.sectionEntrySize());
        result.set("number_of_segments", file.segmentCount());
        result.set("ph_offset", file.segmentTable());
        result.set("ph_entry_size", file.segmentEntrySize());
        result.setLazy("sections", () -> LazyList.of(file.readableSections(), i -> section(file, i)));
        result.setLazy("segments", () -> LazyList.of(file.readableSegments(), i -> segment(file.segment(i))));
        result.setLazy("dynamic_section_entries", () -> {
            ElfFile.DynamicTable dynamic = scan.dynamic();
            return dynamic == null ? null : (long) dynamic.count();
        });
        result.setLazy("dynamic", () -> dynamic(file, scan.dynamic()));
        setSymbols(result, file, "symtab", ElfConstants.SHT_SYMTAB);
        setSymbols(result, file, "dynsym", ElfConstants.SHT_DYNSYM);
        return result;
    }

    private static void setSymbols(StructValue result, ElfFile file, String field, int sectionType) {
        result.setLazy(field + "_entries", () -> {
            ElfFile.SymbolTable table = file.symbols(sectionType);
            return table == null ? null : (long) table.count();
        });
        result.setLazy(field, () -> {
            ElfFile.SymbolTable table = file.symbols(sectionType);
            return table == null ? List.of() : LazyList.of(table.count(), i -> symbol(file, table, i));
        });
    }

    private static StructValue section(ElfFile file, int index) {
        ElfFile.Section section = file.section(index);
        StructValue result = new StructValue(SECTION, null);
        result.set("type", section.type());
        result.set("flags", section.flags());
        result.set("address", section.address());
        result.set("name", file.name(section));
        result.set("size", section.size());
        result.set("offset", section.offset());
        return result;
    }

    private static StructValue segment(ElfFile.Segment segment) {
        StructValue result = new StructValue(SEGMENT, null);
        result.set("type", segment.type());
        result.set("flags", segment.flags());
        result.set("offset", segment.offset());
        result.set("virtual_address", segment.virtualAddress());
        result.set("physical_address", segment.physicalAddress());
        result.set("file_size", segment.fileSize());
        result.set("memory_size", segment.memorySize());
        result.set("alignment", segment.alignment());
        return result;
    }

    private static List<StructValue> dynamic(ElfFile file, ElfFile.@Nullable DynamicTable table) {
        if (table == null) {
            return List.of();
        }
        return LazyList.of(table.count(), i -> {
            StructValue result = new StructValue(DYNAMIC, null);
            result.set("type", file.dynamicTag(table, i));
            result.set("val", file.dynamicValue(table, i));
            return result;
        });
    }

    private static StructValue symbol(ElfFile file, ElfFile.SymbolTable table, int index) {
        ElfFile.Symbol symbol = file.symbol(table, index);
        StructValue result = new StructValue(SYMBOL, null);
        result.set("name", file.name(table, symbol));
        result.set("value", symbol.value());
        result.set("size", symbol.size());
        result.set("type", symbol.type());
        result.set("bind", symbol.bind());
        result.set("shndx", symbol.section());
        return result;
    }

    /** The file and what its functions answered. */
    private static final class Scan {
        private final @Nullable ElfFile file;
        private ElfFile.@Nullable DynamicTable dynamic;
        private boolean dynamicKnown;
        private byte @Nullable [] telfhash;
        private boolean telfhashKnown;
        private byte @Nullable [] importMd5;
        private boolean importMd5Known;

        Scan(@Nullable ElfFile file) {
            this.file = file;
        }

        ElfFile.@Nullable DynamicTable dynamic() {
            if (!dynamicKnown) {
                dynamicKnown = true;
                dynamic = file == null ? null : file.dynamic();
            }
            return dynamic;
        }

        byte @Nullable [] telfhash() {
            if (!telfhashKnown) {
                telfhashKnown = true;
                telfhash = file == null ? null : ElfSymbolHashes.telfhash(file);
            }
            return telfhash;
        }

        byte @Nullable [] importMd5() {
            if (!importMd5Known) {
                importMd5Known = true;
                importMd5 = file == null ? null : ElfSymbolHashes.importMd5(file);
            }
            return importMd5;
        }
    }
}

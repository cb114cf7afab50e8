package io.thor4j.yara.module.macho;

import static io.thor4j.yara.spi.ModuleType.Scalar.INTEGER;
import static io.thor4j.yara.spi.ModuleType.Scalar.STRING;

import io.thor4j.yara.module.ByteView;
import io.thor4j.yara.module.LazyList;
import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code import "macho"}: header, segments and sections of Mach-O files, and the files in a fat one (yara-semantics.md, section 13, macho);
 * the bytes are read by {@link MachoFile} and {@link MachoFat}. In a fat file only the fields of the fat header and {@code file[]} are
 * defined. Immutable; threads share it.
 */
public final class MachoModule implements YaraModule {
    private static final StructType SECTION = StructType.builder()
            .field("sectname", STRING)
            .field("segname", STRING)
            .field("addr", INTEGER)
            .field("size", INTEGER)
            .field("offset", INTEGER)
            .field("align", INTEGER)
            .field("reloff", INTEGER)
            .field("nreloc", INTEGER)
            .field("flags", INTEGER)
            .field("reserved1", INTEGER)
            .field("reserved2", INTEGER)
            .field("reserved3", INTEGER)
            .build();
    private static final StructType SEGMENT = StructType.builder()
            .field("segname", STRING)
            .field("vmaddr", INTEGER)
            .field("vmsize", INTEGER)
            .field("fileoff", INTEGER)
            .field("fsize", INTEGER)
            .field("maxprot", INTEGER)
            .field("initprot", INTEGER)
            .field("nsects", INTEGER)
            .field("flags", INTEGER)
            .field("sections", new ModuleType.Array(SECTION))
            .build();
    private static final StructType ARCHITECTURE = StructType.builder()
            .field("cputype", INTEGER)
            .field("cpusubtype", INTEGER)
            .field("offset", INTEGER)
            .field("size", INTEGER)
            .field("align", INTEGER)
            .build();
    private static final StructType FILE = fileFields(StructType.builder()).build();
    private static final StructType TABLE = table();

    @Override
    public String name() {
        return "macho";
    }

    @Override
    public StructType structure() {
        return TABLE;
    }

    private static StructType.Builder fileFields(StructType.Builder table) {
        return table.field("magic", INTEGER)
                .field("cputype", INTEGER)
                .field("cpusubtype", INTEGER)
                .field("filetype", INTEGER)
                .field("ncmds", INTEGER)
                .field("sizeofcmds", INTEGER)
                .field("flags", INTEGER)
                .field("reserved", INTEGER)
                .field("number_of_segments", INTEGER)
                .field("segments", new ModuleType.Array(SEGMENT))
                .field("entry_point", INTEGER)
                .field("stack_size", INTEGER);
    }

    private static StructType table() {
        StructType.Builder table = StructType.builder();
        MachoConstants.addTo(table);
        return fileFields(table)
                .field("fat_magic", INTEGER)
                .field("nfat_arch", INTEGER)
                .field("fat_arch", new ModuleType.Array(ARCHITECTURE))
                .field("file", new ModuleType.Array(FILE))
                .function(
                        "file_index_for_arch",
                        INTEGER,
                        List.of(INTEGER),
                        (self, a) -> self.state(Scan.class).index((Long) a[0], null))
                .function(
                        "file_index_for_arch",
                        INTEGER,
                        List.of(INTEGER, INTEGER),
                        (self, a) -> self.state(Scan.class).index((Long) a[0], (Long) a[1]))
                .function(
                        "entry_point_for_arch",
                        INTEGER,
                        List.of(INTEGER),
                        (self, a) -> self.state(Scan.class).entryPoint((Long) a[0], null))
                .function(
                        "entry_point_for_arch",
                        INTEGER,
                        List.of(INTEGER, INTEGER),
                        (self, a) -> self.state(Scan.class).entryPoint((Long) a[0], (Long) a[1]))
                .build();
    }

    @Override
    public StructValue parse(ModuleInput input) {
        ByteView view = new ByteView(input, true);
        MachoFat fat = MachoFat.open(view);
        Scan scan = new Scan(fat);
        StructValue result = new StructValue(TABLE, scan);
        if (fat != null) {
            result.set("fat_magic", fat.magic());
            result.set("nfat_arch", fat.claimed());
            result.setLazy("fat_arch", () -> architectures(fat));
            result.setLazy("file", () -> files(scan));
            return result;
        }
        MachoFile file = MachoFile.open(view);
        if (file != null) {
            fill(result, file);
        }
        return result;
    }

    private static List<StructValue> architectures(MachoFat fat) {
        return LazyList.of(fat.count(), i -> {
            MachoFat.Architecture architecture = fat.architecture(i);
            StructValue result = new StructValue(ARCHITECTURE, null);
            result.set("cputype", architecture.processor());
            result.set("cpusubtype", architecture.kind());
            result.set("offset", architecture.offset());
            result.set("size", architecture.size());
            result.set("align", architecture.alignment());
            return result;
        });
    }

    private static List<@Nullable StructValue> files(Scan scan) {
        List<@Nullable StructValue> result = new ArrayList<>();
        for (MachoFile file : scan.files()) {
            StructValue value = null;
            if (file != null) {
                value = new StructValue(FILE, null);
                fill(value, file);
            }
            result.add(value);
        }
        return result;
    }

    private static void fill(StructValue value, MachoFile file) {
        value.set("magic", file.magic());
        value.set("cputype", file.header(4));
        value.set("cpusubtype", file.header(8));
        value.set("filetype", file.header(12));
        value.set("ncmds", file.header(16));
        value.set("sizeofcmds", file.header(20));
        value.set("flags", file.header(24));
        if (file.wide()) {
            value.set("reserved", file.header(28));
        }
        value.set("number_of_segments", file.segmentCount());
        value.setLazy("segments", () -> LazyList.of(file.segmentCount(), i -> segment(file, file.segment(i))));
        value.setLazy("entry_point", file::entryPoint);
        value.setLazy("stack_size", file::stackSize);
    }

    private static StructValue segment(MachoFile file, MachoFile.Segment segment) {
        StructValue result = new StructValue(SEGMENT, null);
        result.set("segname", file.name(segment));
        result.set("vmaddr", segment.address());
        result.set("vmsize", segment.size());
        result.set("fileoff", segment.fileOffset());
        result.set("fsize", segment.fileSize());
        result.set("maxprot", segment.maximalProtection());
        result.set("initprot", segment.initialProtection());
        result.set("nsects", segment.claimedSections());
        result.set("flags", segment.flags());
        result.set("sections", LazyList.of(segment.sections(), i -> section(file, file.section(segment, i))));
        return result;
    }

    private static StructValue section(MachoFile file, MachoFile.Section section) {
        StructValue result = new StructValue(SECTION, null);
        result.set("sectname", file.name(section));
        result.set("segname", file.segmentName(section));
        result.set("addr", section.address());
        result.set("size", section.size());
        result.set("offset", section.offset());
        result.set("align", section.alignment());
        result.set("reloff", section.relocations());
        result.set("nreloc", section.relocationCount());
        result.set("flags", section.flags());
        result.set("reserved1", section.reserved1());
        result.set("reserved2", section.reserved2());
        if (section.reserved3() >= 0) {
            result.set("reserved3", section.reserved3());
        }
        return result;
    }

    /** The fat file, if it is one, and its parts once they were read. */
    private static final class Scan {
        private final @Nullable MachoFat fat;
        private @Nullable List<@Nullable MachoFile> files;

        Scan(@Nullable MachoFat fat) {
            this.fat = fat;
        }

        List<@Nullable MachoFile> files() {
            if (files == null) {
                files = fat == null ? List.of() : fat.files();
            }
            return files;
        }

        /** Returns the number of the first part that itself says it is for a processor, of any kind when the kind is null; null when there is none. */
        @Nullable
        Long index(long processor, @Nullable Long kind) {
            List<@Nullable MachoFile> parts = files();
            for (int i = 0; i < parts.size(); i++) {
                MachoFile part = parts.get(i);
                if (part != null && part.header(4) == processor && (kind == null || part.header(8) == kind)) {
                    return (long) i;
                }
            }
            return null;
        }

        /**
         * Returns the entry point of the first part that the fat header, not the part's own, names for a processor, counted from the begin
         * of the fat file; null when there is none.
         */
        @Nullable
        Long entryPoint(long processor, @Nullable Long kind) {
            List<@Nullable MachoFile> parts = files();
            for (int i = 0; fat != null && i < parts.size(); i++) {
                MachoFat.Architecture architecture = fat.architecture(i);
                if (architecture.processor() == processor && (kind == null || architecture.kind() == kind)) {
                    MachoFile part = parts.get(i);
                    Long entryPoint = part == null ? null : part.entryPoint();
                    return entryPoint == null ? null : entryPoint + architecture.offset();
                }
            }
            return null;
        }
    }
}

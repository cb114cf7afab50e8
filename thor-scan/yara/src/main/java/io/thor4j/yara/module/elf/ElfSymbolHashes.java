package io.thor4j.yara.module.elf;

import io.thor4j.yara.module.CStrings;
import io.thor4j.yara.module.Checksum;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/*
 * Both hashes are made of one text: names of symbols of .dynsym, or of .symtab when there is no .dynsym, in lower case (ASCII), sorted by
 * their bytes, joined by commas, doubles kept. They differ in which names count. Which ones telfhash leaves out is described by its
 * authors (Trend Micro, github.com/trendmicro/telfhash): names that depend on the compiler or the processor. The exclusions look at the
 * name before it is lowered: the vector of libyara's suite has STRALLCAPS in it, but not strstuff.
 */
/** The hashes of the elf module over the names of symbols. */
final class ElfSymbolHashes {
    /** Bytes of names joined at most, else undefined: own choice, far above any linker's output. */
    private static final int MAX_TEXT = 16 << 20;

    /** Work of a symbol beside that of its name, in nanoseconds. */
    private static final int SYMBOL_WORK = 32;

    private static final Set<String> EXCLUDED =
            Set.of("__libc_start_main", "main", "abort", "cachectl", "cacheflush", "puts", "atol", "malloc_trim");

    private ElfSymbolHashes() {}

    /**
     * Returns the telfhash: TLSH of the names of global functions of default visibility.
     *
     * @return 72 characters, null without such names or when TLSH has no value for them
     */
    static byte @Nullable [] telfhash(ElfFile file) {
        byte[] text = names(
                file,
                (symbol, name) -> symbol.bind() == ElfConstants.STB_GLOBAL
                        && symbol.type() == ElfConstants.STT_FUNC
                        && symbol.visibility() == ElfConstants.STV_DEFAULT
                        && !excluded(name));
        String hash = text == null ? null : Tlsh.hash(text);
        return hash == null ? null : hash.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Returns the MD5 of the names of undefined symbols.
     *
     * @return 32 lower-case hex digits, null without such names
     */
    static byte @Nullable [] importMd5(ElfFile file) {
        byte[] text = names(file, (symbol, name) -> symbol.section() == ElfConstants.SHN_UNDEF);
        return text == null ? null : Checksum.MD5.hex(text);
    }

    private static boolean excluded(byte[] name) {
        String text = CStrings.latin1(name);
        return text.startsWith("_")
                || text.startsWith(".")
                || text.startsWith("str")
                || text.startsWith("mem")
                || text.endsWith("64")
                || EXCLUDED.contains(text);
    }

    private static byte @Nullable [] names(ElfFile file, BiPredicate<ElfFile.Symbol, byte[]> wanted) {
        ElfFile.SymbolTable table = file.symbols(ElfConstants.SHT_DYNSYM);
        if (table == null) {
            table = file.symbols(ElfConstants.SHT_SYMTAB);
        }
        if (table == null) {
            return null;
        }
        List<byte[]> names = new ArrayList<>();
        long total = 0;
        for (int i = 0; i < table.count(); i++) {
            if (file.view().spend(SYMBOL_WORK)) {
                return null;
            }
            ElfFile.Symbol symbol = file.symbol(table, i);
            byte[] name = file.name(table, symbol);
            if (name != null && name.length > 0 && wanted.test(symbol, name)) {
                total += name.length + 1;
                if (total > MAX_TEXT) {
                    return null;
                }
                names.add(lower(name));
            }
        }
        return names.isEmpty() ? null : join(names);
    }

    private static byte[] join(List<byte[]> names) {
        names.sort(Arrays::compareUnsigned);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (byte[] name : names) {
            if (text.size() > 0) {
                text.write(',');
            }
            text.write(name, 0, name.length);
        }
        return text.toByteArray();
    }

    private static byte[] lower(byte[] name) {
        byte[] result = name.clone();
        for (int i = 0; i < result.length; i++) {
            if (result[i] >= 'A' && result[i] <= 'Z') {
                result[i] = (byte) (result[i] + 'a' - 'A');
            }
        }
        return result;
    }
}

package io.thor4j.yara.module.elf;

import io.thor4j.yara.spi.StructType;

/**
 * The constants of the elf module: names as libyara's documentation and {@code yara -D} 4.2.3 list them, values of the System V ABI
 * (gABI 4.1, chapters 4 and 5) and, for the GNU ones, of the Linux Standard Base. Those that the parser needs are Java constants too.
 */
final class ElfConstants {
    static final int ET_EXEC = 2;
    static final int SHT_NULL = 0;
    static final int SHT_SYMTAB = 2;
    static final int SHT_STRTAB = 3;
    static final int SHT_NOBITS = 8;
    static final int SHT_DYNSYM = 11;
    static final int PT_DYNAMIC = 2;
    static final int STB_GLOBAL = 1;
    static final int STT_FUNC = 2;
    static final int STV_DEFAULT = 0;
    static final int SHN_UNDEF = 0;

    /** Section counts from here on are reserved; the real one stands elsewhere (gABI 4.1, e_shnum). */
    static final int SHN_LORESERVE = 0xff00;

    /** Marks a count of program headers that stands elsewhere (elf.h of Linux). */
    static final int PN_XNUM = 0xffff;

    private ElfConstants() {}

    /** Declares the constants that stand before the header's fields. */
    static void addFileConstants(StructType.Builder table) {
        table.constant("ET_NONE", 0)
                .constant("ET_REL", 1)
                .constant("ET_EXEC", ET_EXEC)
                .constant("ET_DYN", 3)
                .constant("ET_CORE", 4)
                .constant("EM_NONE", 0)
                .constant("EM_M32", 1)
                .constant("EM_SPARC", 2)
                .constant("EM_386", 3)
                .constant("EM_68K", 4)
                .constant("EM_88K", 5)
                .constant("EM_860", 7)
                .constant("EM_MIPS", 8)
                .constant("EM_MIPS_RS3_LE", 10)
                .constant("EM_PPC", 20)
                .constant("EM_PPC64", 21)
                .constant("EM_ARM", 40)
                .constant("EM_X86_64", 62)
                .constant("EM_AARCH64", 183)
                .constant("SHT_NULL", SHT_NULL)
                .constant("SHT_PROGBITS", 1)
                .constant("SHT_SYMTAB", SHT_SYMTAB)
                .constant("SHT_STRTAB", SHT_STRTAB)
                .constant("SHT_RELA", 4)
                .constant("SHT_HASH", 5)
                .constant("SHT_DYNAMIC", 6)
                .constant("SHT_NOTE", 7)
                .constant("SHT_NOBITS", SHT_NOBITS)
                .constant("SHT_REL", 9)
                .constant("SHT_SHLIB", 10)
                .constant("SHT_DYNSYM", SHT_DYNSYM)
                .constant("SHF_WRITE", 1)
                .constant("SHF_ALLOC", 2)
                .constant("SHF_EXECINSTR", 4);
    }

    /** Declares the constants of segments, of the dynamic section and of symbols. */
    static void addTableConstants(StructType.Builder table) {
        table.constant("PT_NULL", 0)
                .constant("PT_LOAD", 1)
                .constant("PT_DYNAMIC", PT_DYNAMIC)
                .constant("PT_INTERP", 3)
                .constant("PT_NOTE", 4)
                .constant("PT_SHLIB", 5)
                .constant("PT_PHDR", 6)
                .constant("PT_TLS", 7)
                .constant("PT_GNU_EH_FRAME", 0x6474e550)
                .constant("PT_GNU_STACK", 0x6474e551)
                // Documented, but missing in the module of 4.2.3.
                .constant("PT_LOPROC", 0x70000000)
                .constant("PT_HIPROC", 0x7fffffff);
        addDynamicConstants(table);
        table.constant("STT_NOTYPE", 0)
                .constant("STT_OBJECT", 1)
                .constant("STT_FUNC", STT_FUNC)
                .constant("STT_SECTION", 3)
                .constant("STT_FILE", 4)
                .constant("STT_COMMON", 5)
                .constant("STT_TLS", 6)
                .constant("STB_LOCAL", 0)
                .constant("STB_GLOBAL", STB_GLOBAL)
                .constant("STB_WEAK", 2)
                .constant("PF_X", 1)
                .constant("PF_W", 2)
                .constant("PF_R", 4);
    }

    private static void addDynamicConstants(StructType.Builder table) {
        table.constant("DT_NULL", 0)
                .constant("DT_NEEDED", 1)
                .constant("DT_PLTRELSZ", 2)
                .constant("DT_PLTGOT", 3)
                .constant("DT_HASH", 4)
                .constant("DT_STRTAB", 5)
                .constant("DT_SYMTAB", 6)
                .constant("DT_RELA", 7)
                .constant("DT_RELASZ", 8)
                .constant("DT_RELAENT", 9)
                .constant("DT_STRSZ", 10)
                .constant("DT_SYMENT", 11)
                .constant("DT_INIT", 12)
                .constant("DT_FINI", 13)
                .constant("DT_SONAME", 14)
                .constant("DT_RPATH", 15)
                .constant("DT_SYMBOLIC", 16)
                .constant("DT_REL", 17)
                .constant("DT_RELSZ", 18)
                .constant("DT_RELENT", 19)
                .constant("DT_PLTREL", 20)
                .constant("DT_DEBUG", 21)
                .constant("DT_TEXTREL", 22)
                .constant("DT_JMPREL", 23)
                .constant("DT_BIND_NOW", 24)
                .constant("DT_INIT_ARRAY", 25)
                .constant("DT_FINI_ARRAY", 26)
                .constant("DT_INIT_ARRAYSZ", 27)
                .constant("DT_FINI_ARRAYSZ", 28)
                .constant("DT_RUNPATH", 29)
                .constant("DT_FLAGS", 30)
                .constant("DT_ENCODING", 32);
    }
}

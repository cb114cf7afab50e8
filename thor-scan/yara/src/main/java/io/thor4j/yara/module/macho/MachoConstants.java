package io.thor4j.yara.module.macho;

import io.thor4j.yara.spi.StructType;

/**
 * The constants of the macho module: names as libyara's documentation and {@code yara -D} 4.2.3 list them, values of Apple's
 * mach-o/loader.h, mach-o/fat.h and mach/machine.h. Those that the parser needs are Java constants too.
 */
final class MachoConstants {
    static final long MH_MAGIC = 0xfeedfaceL;
    static final long MH_CIGAM = 0xcefaedfeL;
    static final long MH_MAGIC_64 = 0xfeedfacfL;
    static final long MH_CIGAM_64 = 0xcffaedfeL;
    static final long FAT_MAGIC = 0xcafebabeL;
    static final long FAT_MAGIC_64 = 0xcafebabfL;
    static final long FAT_CIGAM = 0xbebafecaL;
    static final long FAT_CIGAM_64 = 0xbfbafecaL;
    static final long LC_SEGMENT = 1;
    static final long LC_UNIXTHREAD = 5;
    static final long LC_SEGMENT_64 = 0x19;
    static final long LC_MAIN = 0x80000028L;

    private MachoConstants() {}

    /** Declares all constants. */
    static void addTo(StructType.Builder table) {
        addLoadCommands(table);
        addMagics(table);
        addIntelAndArmKinds(table);
        addOtherKinds(table);
        addFileTypesAndFlags(table);
        addSegmentAndSectionFlags(table);
    }

    // Documented, but missing in the module of 4.2.3.
    private static void addLoadCommands(StructType.Builder table) {
        table.constant("LC_SEGMENT", 0x1)
                .constant("LC_SYMTAB", 0x2)
                .constant("LC_SYMSEG", 0x3)
                .constant("LC_THREAD", 0x4)
                .constant("LC_UNIXTHREAD", 0x5)
                .constant("LC_LOADFVMLIB", 0x6)
                .constant("LC_IDFVMLIB", 0x7)
                .constant("LC_IDENT", 0x8)
                .constant("LC_FVMFILE", 0x9)
                .constant("LC_PREPAGE", 0xa)
                .constant("LC_DYSYMTAB", 0xb)
                .constant("LC_LOAD_DYLIB", 0xc)
                .constant("LC_ID_DYLIB", 0xd)
                .constant("LC_LOAD_DYLINKER", 0xe)
                .constant("LC_ID_DYLINKER", 0xf)
                .constant("LC_PREBOUND_DYLIB", 0x10)
                .constant("LC_ROUTINES", 0x11)
                .constant("LC_SUB_FRAMEWORK", 0x12)
                .constant("LC_SUB_UMBRELLA", 0x13)
                .constant("LC_SUB_CLIENT", 0x14)
                .constant("LC_SUB_LIBRARY", 0x15)
                .constant("LC_TWOLEVEL_HINTS", 0x16)
                .constant("LC_PREBIND_CKSUM", 0x17)
                .constant("LC_LOAD_WEAK_DYLIB", 0x80000018L)
                .constant("LC_SEGMENT_64", 0x19)
                .constant("LC_ROUTINES_64", 0x1a)
                .constant("LC_UUID", 0x1b)
                .constant("LC_RPATH", 0x8000001cL)
                .constant("LC_CODE_SIGNATURE", 0x1d)
                .constant("LC_SEGMENT_SPLIT_INFO", 0x1e)
                .constant("LC_REEXPORT_DYLIB", 0x8000001fL)
                .constant("LC_LAZY_LOAD_DYLIB", 0x20)
                .constant("LC_ENCRYPTION_INFO", 0x21)
                .constant("LC_DYLD_INFO", 0x22)
                .constant("LC_DYLD_INFO_ONLY", 0x80000022L)
                .constant("LC_LOAD_UPWARD_DYLIB", 0x80000023L)
                .constant("LC_VERSION_MIN_MACOSX", 0x24)
                .constant("LC_VERSION_MIN_IPHONEOS", 0x25)
                .constant("LC_FUNCTION_STARTS", 0x26)
                .constant("LC_DYLD_ENVIRONMENT", 0x27)
                .constant("LC_MAIN", 0x80000028L)
                .constant("LC_DATA_IN_CODE", 0x29)
                .constant("LC_SOURCE_VERSION", 0x2a)
                .constant("LC_DYLIB_CODE_SIGN_DRS", 0x2b);
    }

    private static void addMagics(StructType.Builder table) {
        table.constant("MH_MAGIC", 0xfeedfaceL)
                .constant("MH_CIGAM", 0xcefaedfeL)
                .constant("MH_MAGIC_64", 0xfeedfacfL)
                .constant("MH_CIGAM_64", 0xcffaedfeL)
                .constant("FAT_MAGIC", 0xcafebabeL)
                .constant("FAT_CIGAM", 0xbebafecaL)
                .constant("FAT_MAGIC_64", 0xcafebabfL)
                .constant("FAT_CIGAM_64", 0xbfbafecaL)
                .constant("CPU_ARCH_ABI64", 0x1000000)
                .constant("CPU_SUBTYPE_LIB64", 0x80000000L)
                .constant("CPU_TYPE_MC680X0", 0x6)
                .constant("CPU_TYPE_X86", 0x7)
                .constant("CPU_TYPE_I386", 0x7)
                .constant("CPU_TYPE_X86_64", 0x1000007)
                .constant("CPU_TYPE_MIPS", 0x8)
                .constant("CPU_TYPE_MC98000", 0xa)
                .constant("CPU_TYPE_ARM", 0xc)
                .constant("CPU_TYPE_ARM64", 0x100000c)
                .constant("CPU_TYPE_MC88000", 0xd)
                .constant("CPU_TYPE_SPARC", 0xe)
                .constant("CPU_TYPE_POWERPC", 0x12)
                .constant("CPU_TYPE_POWERPC64", 0x1000012);
    }

    private static void addIntelAndArmKinds(StructType.Builder table) {
        table.constant("CPU_SUBTYPE_INTEL_MODEL_ALL", 0)
                .constant("CPU_SUBTYPE_386", 3)
                .constant("CPU_SUBTYPE_I386_ALL", 3)
                .constant("CPU_SUBTYPE_X86_64_ALL", 3)
                .constant("CPU_SUBTYPE_486", 4)
                .constant("CPU_SUBTYPE_486SX", 132)
                .constant("CPU_SUBTYPE_586", 5)
                .constant("CPU_SUBTYPE_PENT", 5)
                .constant("CPU_SUBTYPE_PENTPRO", 22)
                .constant("CPU_SUBTYPE_PENTII_M3", 54)
                .constant("CPU_SUBTYPE_PENTII_M5", 86)
                .constant("CPU_SUBTYPE_CELERON", 103)
                .constant("CPU_SUBTYPE_CELERON_MOBILE", 119)
                .constant("CPU_SUBTYPE_PENTIUM_3", 8)
                .constant("CPU_SUBTYPE_PENTIUM_3_M", 24)
                .constant("CPU_SUBTYPE_PENTIUM_3_XEON", 40)
                .constant("CPU_SUBTYPE_PENTIUM_M", 9)
                .constant("CPU_SUBTYPE_PENTIUM_4", 10)
                .constant("CPU_SUBTYPE_PENTIUM_4_M", 26)
                .constant("CPU_SUBTYPE_ITANIUM", 11)
                .constant("CPU_SUBTYPE_ITANIUM_2", 27)
                .constant("CPU_SUBTYPE_XEON", 12)
                .constant("CPU_SUBTYPE_XEON_MP", 28)
                .constant("CPU_SUBTYPE_ARM_ALL", 0)
                .constant("CPU_SUBTYPE_ARM_V4T", 5)
                .constant("CPU_SUBTYPE_ARM_V6", 6)
                .constant("CPU_SUBTYPE_ARM_V5", 7)
                .constant("CPU_SUBTYPE_ARM_V5TEJ", 7)
                .constant("CPU_SUBTYPE_ARM_XSCALE", 8)
                .constant("CPU_SUBTYPE_ARM_V7", 9)
                .constant("CPU_SUBTYPE_ARM_V7F", 10)
                .constant("CPU_SUBTYPE_ARM_V7S", 11)
                .constant("CPU_SUBTYPE_ARM_V7K", 12)
                .constant("CPU_SUBTYPE_ARM_V6M", 14)
                .constant("CPU_SUBTYPE_ARM_V7M", 15)
                .constant("CPU_SUBTYPE_ARM_V7EM", 16)
                .constant("CPU_SUBTYPE_ARM64_ALL", 0);
    }

    private static void addOtherKinds(StructType.Builder table) {
        table.constant("CPU_SUBTYPE_SPARC_ALL", 0)
                .constant("CPU_SUBTYPE_POWERPC_ALL", 0)
                .constant("CPU_SUBTYPE_MC980000_ALL", 0)
                .constant("CPU_SUBTYPE_POWERPC_601", 1)
                .constant("CPU_SUBTYPE_MC98601", 1)
                .constant("CPU_SUBTYPE_POWERPC_602", 2)
                .constant("CPU_SUBTYPE_POWERPC_603", 3)
                .constant("CPU_SUBTYPE_POWERPC_603e", 4)
                .constant("CPU_SUBTYPE_POWERPC_603ev", 5)
                .constant("CPU_SUBTYPE_POWERPC_604", 6)
                .constant("CPU_SUBTYPE_POWERPC_604e", 7)
                .constant("CPU_SUBTYPE_POWERPC_620", 8)
                .constant("CPU_SUBTYPE_POWERPC_750", 9)
                .constant("CPU_SUBTYPE_POWERPC_7400", 10)
                .constant("CPU_SUBTYPE_POWERPC_7450", 11)
                .constant("CPU_SUBTYPE_POWERPC_970", 100);
    }

    private static void addFileTypesAndFlags(StructType.Builder table) {
        table.constant("MH_OBJECT", 1)
                .constant("MH_EXECUTE", 2)
                .constant("MH_FVMLIB", 3)
                .constant("MH_CORE", 4)
                .constant("MH_PRELOAD", 5)
                .constant("MH_DYLIB", 6)
                .constant("MH_DYLINKER", 7)
                .constant("MH_BUNDLE", 8)
                .constant("MH_DYLIB_STUB", 9)
                .constant("MH_DSYM", 10)
                .constant("MH_KEXT_BUNDLE", 11)
                .constant("MH_NOUNDEFS", 1)
                .constant("MH_INCRLINK", 2)
                .constant("MH_DYLDLINK", 4)
                .constant("MH_BINDATLOAD", 8)
                .constant("MH_PREBOUND", 0x10)
                .constant("MH_SPLIT_SEGS", 0x20)
                .constant("MH_LAZY_INIT", 0x40)
                .constant("MH_TWOLEVEL", 0x80)
                .constant("MH_FORCE_FLAT", 0x100)
                .constant("MH_NOMULTIDEFS", 0x200)
                .constant("MH_NOFIXPREBINDING", 0x400)
                .constant("MH_PREBINDABLE", 0x800)
                .constant("MH_ALLMODSBOUND", 0x1000)
                .constant("MH_SUBSECTIONS_VIA_SYMBOLS", 0x2000)
                .constant("MH_CANONICAL", 0x4000)
                .constant("MH_WEAK_DEFINES", 0x8000)
                .constant("MH_BINDS_TO_WEAK", 0x10000)
                .constant("MH_ALLOW_STACK_EXECUTION", 0x20000)
                .constant("MH_ROOT_SAFE", 0x40000)
                .constant("MH_SETUID_SAFE", 0x80000)
                .constant("MH_NO_REEXPORTED_DYLIBS", 0x100000)
                .constant("MH_PIE", 0x200000)
                .constant("MH_DEAD_STRIPPABLE_DYLIB", 0x400000)
                .constant("MH_HAS_TLV_DESCRIPTORS", 0x800000)
                .constant("MH_NO_HEAP_EXECUTION", 0x1000000)
                .constant("MH_APP_EXTENSION_SAFE", 0x2000000);
    }

    private static void addSegmentAndSectionFlags(StructType.Builder table) {
        table.constant("SG_HIGHVM", 1)
                .constant("SG_FVMLIB", 2)
                .constant("SG_NORELOC", 4)
                .constant("SG_PROTECTED_VERSION_1", 8)
                .constant("SECTION_TYPE", 0xff)
                .constant("SECTION_ATTRIBUTES", 0xffffff00L)
                .constant("S_REGULAR", 0)
                .constant("S_ZEROFILL", 1)
                .constant("S_CSTRING_LITERALS", 2)
                .constant("S_4BYTE_LITERALS", 3)
                .constant("S_8BYTE_LITERALS", 4)
                .constant("S_LITERAL_POINTERS", 5)
                .constant("S_NON_LAZY_SYMBOL_POINTERS", 6)
                .constant("S_LAZY_SYMBOL_POINTERS", 7)
                .constant("S_SYMBOL_STUBS", 8)
                .constant("S_MOD_INIT_FUNC_POINTERS", 9)
                .constant("S_MOD_TERM_FUNC_POINTERS", 10)
                .constant("S_COALESCED", 11)
                .constant("S_GB_ZEROFILL", 12)
                .constant("S_INTERPOSING", 13)
                .constant("S_16BYTE_LITERALS", 14)
                .constant("S_DTRACE_DOF", 15)
                .constant("S_LAZY_DYLIB_SYMBOL_POINTERS", 16)
                .constant("S_THREAD_LOCAL_REGULAR", 17)
                .constant("S_THREAD_LOCAL_ZEROFILL", 18)
                .constant("S_THREAD_LOCAL_VARIABLES", 19)
                .constant("S_THREAD_LOCAL_VARIABLE_POINTERS", 20)
                .constant("S_THREAD_LOCAL_INIT_FUNCTION_POINTERS", 21)
                .constant("S_ATTR_PURE_INSTRUCTIONS", 0x80000000L)
                .constant("S_ATTR_NO_TOC", 0x40000000)
                .constant("S_ATTR_STRIP_STATIC_SYMS", 0x20000000)
                .constant("S_ATTR_NO_DEAD_STRIP", 0x10000000)
                .constant("S_ATTR_LIVE_SUPPORT", 0x8000000)
                .constant("S_ATTR_SELF_MODIFYING_CODE", 0x4000000)
                .constant("S_ATTR_DEBUG", 0x2000000)
                .constant("S_ATTR_SOME_INSTRUCTIONS", 0x400)
                .constant("S_ATTR_EXT_RELOC", 0x200)
                .constant("S_ATTR_LOC_RELOC", 0x100);
    }
}

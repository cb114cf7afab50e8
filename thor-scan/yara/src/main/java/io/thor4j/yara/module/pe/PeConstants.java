package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.StructType;

/**
 * The constants of the module, by group and in libyara's order. Values: Microsoft, "PE Format"; names: libyara's documentation of the pe
 * module.
 */
final class PeConstants {
    private PeConstants() {}

    /** Declares all constants. */
    static void declare(StructType.Builder table) {
        machines(table);
        subsystems(table);
        dllCharacteristics(table);
        characteristics(table);
        directories(table);
        magics(table);
        sectionFlags(table);
        resourceTypes(table);
        debugTypes(table);
        importKinds(table);
    }

    private static void machines(StructType.Builder table) {
        table.constant("MACHINE_UNKNOWN", 0x0);
        table.constant("MACHINE_AM33", 0x1d3);
        table.constant("MACHINE_AMD64", 0x8664);
        table.constant("MACHINE_ARM", 0x1c0);
        table.constant("MACHINE_ARMNT", 0x1c4);
        table.constant("MACHINE_ARM64", 0xaa64);
        table.constant("MACHINE_EBC", 0xebc);
        table.constant("MACHINE_I386", 0x14c);
        table.constant("MACHINE_IA64", 0x200);
        table.constant("MACHINE_M32R", 0x9041);
        table.constant("MACHINE_MIPS16", 0x266);
        table.constant("MACHINE_MIPSFPU", 0x366);
        table.constant("MACHINE_MIPSFPU16", 0x466);
        table.constant("MACHINE_POWERPC", 0x1f0);
        table.constant("MACHINE_POWERPCFP", 0x1f1);
        table.constant("MACHINE_R4000", 0x166);
        table.constant("MACHINE_SH3", 0x1a2);
        table.constant("MACHINE_SH3DSP", 0x1a3);
        table.constant("MACHINE_SH4", 0x1a6);
        table.constant("MACHINE_SH5", 0x1a8);
        table.constant("MACHINE_THUMB", 0x1c2);
        table.constant("MACHINE_WCEMIPSV2", 0x169);
        table.constant("MACHINE_TARGET_HOST", 0x1);
        table.constant("MACHINE_R3000", 0x162);
        table.constant("MACHINE_R10000", 0x168);
        table.constant("MACHINE_ALPHA", 0x184);
        table.constant("MACHINE_SH3E", 0x1a4);
        table.constant("MACHINE_ALPHA64", 0x284);
        table.constant("MACHINE_AXP64", 0x284);
        table.constant("MACHINE_TRICORE", 0x520);
        table.constant("MACHINE_CEF", 0xcef);
        table.constant("MACHINE_CEE", 0xc0ee);
    }

    private static void subsystems(StructType.Builder table) {
        table.constant("SUBSYSTEM_UNKNOWN", 0);
        table.constant("SUBSYSTEM_NATIVE", 1);
        table.constant("SUBSYSTEM_WINDOWS_GUI", 2);
        table.constant("SUBSYSTEM_WINDOWS_CUI", 3);
        table.constant("SUBSYSTEM_OS2_CUI", 5);
        table.constant("SUBSYSTEM_POSIX_CUI", 7);
        table.constant("SUBSYSTEM_NATIVE_WINDOWS", 8);
        table.constant("SUBSYSTEM_WINDOWS_CE_GUI", 9);
        table.constant("SUBSYSTEM_EFI_APPLICATION", 10);
        table.constant("SUBSYSTEM_EFI_BOOT_SERVICE_DRIVER", 11);
        table.constant("SUBSYSTEM_EFI_RUNTIME_DRIVER", 12);
        table.constant("SUBSYSTEM_EFI_ROM_IMAGE", 13);
        table.constant("SUBSYSTEM_XBOX", 14);
        table.constant("SUBSYSTEM_WINDOWS_BOOT_APPLICATION", 16);
    }

    private static void dllCharacteristics(StructType.Builder table) {
        table.constant("HIGH_ENTROPY_VA", 0x20);
        table.constant("DYNAMIC_BASE", 0x40);
        table.constant("FORCE_INTEGRITY", 0x80);
        table.constant("NX_COMPAT", 0x100);
        table.constant("NO_ISOLATION", 0x200);
        table.constant("NO_SEH", 0x400);
        table.constant("NO_BIND", 0x800);
        table.constant("APPCONTAINER", 0x1000);
        table.constant("WDM_DRIVER", 0x2000);
        table.constant("GUARD_CF", 0x4000);
        table.constant("TERMINAL_SERVER_AWARE", 0x8000);
    }

    private static void characteristics(StructType.Builder table) {
        table.constant("RELOCS_STRIPPED", 0x1);
        table.constant("EXECUTABLE_IMAGE", 0x2);
        table.constant("LINE_NUMS_STRIPPED", 0x4);
        table.constant("LOCAL_SYMS_STRIPPED", 0x8);
        table.constant("AGGRESIVE_WS_TRIM", 0x10);
        table.constant("LARGE_ADDRESS_AWARE", 0x20);
        table.constant("BYTES_REVERSED_LO", 0x80);
        table.constant("MACHINE_32BIT", 0x100);
        table.constant("DEBUG_STRIPPED", 0x200);
        table.constant("REMOVABLE_RUN_FROM_SWAP", 0x400);
        table.constant("NET_RUN_FROM_SWAP", 0x800);
        table.constant("SYSTEM", 0x1000);
        table.constant("DLL", 0x2000);
        table.constant("UP_SYSTEM_ONLY", 0x4000);
        table.constant("BYTES_REVERSED_HI", 0x8000);
    }

    private static void directories(StructType.Builder table) {
        table.constant("IMAGE_DIRECTORY_ENTRY_EXPORT", 0);
        table.constant("IMAGE_DIRECTORY_ENTRY_IMPORT", 1);
        table.constant("IMAGE_DIRECTORY_ENTRY_RESOURCE", 2);
        table.constant("IMAGE_DIRECTORY_ENTRY_EXCEPTION", 3);
        table.constant("IMAGE_DIRECTORY_ENTRY_SECURITY", 4);
        table.constant("IMAGE_DIRECTORY_ENTRY_BASERELOC", 5);
        table.constant("IMAGE_DIRECTORY_ENTRY_DEBUG", 6);
        table.constant("IMAGE_DIRECTORY_ENTRY_ARCHITECTURE", 7);
        table.constant("IMAGE_DIRECTORY_ENTRY_COPYRIGHT", 7);
        table.constant("IMAGE_DIRECTORY_ENTRY_GLOBALPTR", 8);
        table.constant("IMAGE_DIRECTORY_ENTRY_TLS", 9);
        table.constant("IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG", 10);
        table.constant("IMAGE_DIRECTORY_ENTRY_BOUND_IMPORT", 11);
        table.constant("IMAGE_DIRECTORY_ENTRY_IAT", 12);
        table.constant("IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT", 13);
        table.constant("IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR", 14);
    }

    private static void magics(StructType.Builder table) {
        table.constant("IMAGE_NT_OPTIONAL_HDR32_MAGIC", 0x10b);
        table.constant("IMAGE_NT_OPTIONAL_HDR64_MAGIC", 0x20b);
        table.constant("IMAGE_ROM_OPTIONAL_HDR_MAGIC", 0x107);
    }

    private static void sectionFlags(StructType.Builder table) {
        table.constant("SECTION_NO_PAD", 0x8);
        table.constant("SECTION_CNT_CODE", 0x20);
        table.constant("SECTION_CNT_INITIALIZED_DATA", 0x40);
        table.constant("SECTION_CNT_UNINITIALIZED_DATA", 0x80);
        table.constant("SECTION_LNK_OTHER", 0x100);
        table.constant("SECTION_LNK_INFO", 0x200);
        table.constant("SECTION_LNK_REMOVE", 0x800);
        table.constant("SECTION_LNK_COMDAT", 0x1000);
        table.constant("SECTION_NO_DEFER_SPEC_EXC", 0x4000);
        table.constant("SECTION_GPREL", 0x8000);
        table.constant("SECTION_MEM_FARDATA", 0x8000);
        table.constant("SECTION_MEM_PURGEABLE", 0x20000);
        table.constant("SECTION_MEM_16BIT", 0x20000);
        table.constant("SECTION_MEM_LOCKED", 0x40000);
        table.constant("SECTION_MEM_PRELOAD", 0x80000);
        table.constant("SECTION_ALIGN_1BYTES", 0x100000);
        table.constant("SECTION_ALIGN_2BYTES", 0x200000);
        table.constant("SECTION_ALIGN_4BYTES", 0x300000);
        table.constant("SECTION_ALIGN_8BYTES", 0x400000);
        table.constant("SECTION_ALIGN_16BYTES", 0x500000);
        table.constant("SECTION_ALIGN_32BYTES", 0x600000);
        table.constant("SECTION_ALIGN_64BYTES", 0x700000);
        table.constant("SECTION_ALIGN_128BYTES", 0x800000);
        table.constant("SECTION_ALIGN_256BYTES", 0x900000);
        table.constant("SECTION_ALIGN_512BYTES", 0xa00000);
        table.constant("SECTION_ALIGN_1024BYTES", 0xb00000);
        table.constant("SECTION_ALIGN_2048BYTES", 0xc00000);
        table.constant("SECTION_ALIGN_4096BYTES", 0xd00000);
        table.constant("SECTION_ALIGN_8192BYTES", 0xe00000);
        table.constant("SECTION_ALIGN_MASK", 0xf00000);
        table.constant("SECTION_LNK_NRELOC_OVFL", 0x1000000);
        table.constant("SECTION_MEM_DISCARDABLE", 0x2000000);
        table.constant("SECTION_MEM_NOT_CACHED", 0x4000000);
        table.constant("SECTION_MEM_NOT_PAGED", 0x8000000);
        table.constant("SECTION_MEM_SHARED", 0x10000000);
        table.constant("SECTION_MEM_EXECUTE", 0x20000000);
        table.constant("SECTION_MEM_READ", 0x40000000);
        table.constant("SECTION_MEM_WRITE", 0x80000000L);
        table.constant("SECTION_SCALE_INDEX", 0x1);
    }

    private static void resourceTypes(StructType.Builder table) {
        table.constant("RESOURCE_TYPE_CURSOR", 1);
        table.constant("RESOURCE_TYPE_BITMAP", 2);
        table.constant("RESOURCE_TYPE_ICON", 3);
        table.constant("RESOURCE_TYPE_MENU", 4);
        table.constant("RESOURCE_TYPE_DIALOG", 5);
        table.constant("RESOURCE_TYPE_STRING", 6);
        table.constant("RESOURCE_TYPE_FONTDIR", 7);
        table.constant("RESOURCE_TYPE_FONT", 8);
        table.constant("RESOURCE_TYPE_ACCELERATOR", 9);
        table.constant("RESOURCE_TYPE_RCDATA", 10);
        table.constant("RESOURCE_TYPE_MESSAGETABLE", 11);
        table.constant("RESOURCE_TYPE_GROUP_CURSOR", 12);
        table.constant("RESOURCE_TYPE_GROUP_ICON", 14);
        table.constant("RESOURCE_TYPE_VERSION", 16);
        table.constant("RESOURCE_TYPE_DLGINCLUDE", 17);
        table.constant("RESOURCE_TYPE_PLUGPLAY", 19);
        table.constant("RESOURCE_TYPE_VXD", 20);
        table.constant("RESOURCE_TYPE_ANICURSOR", 21);
        table.constant("RESOURCE_TYPE_ANIICON", 22);
        table.constant("RESOURCE_TYPE_HTML", 23);
        table.constant("RESOURCE_TYPE_MANIFEST", 24);
    }

    private static void debugTypes(StructType.Builder table) {
        table.constant("IMAGE_DEBUG_TYPE_UNKNOWN", 0);
        table.constant("IMAGE_DEBUG_TYPE_COFF", 1);
        table.constant("IMAGE_DEBUG_TYPE_CODEVIEW", 2);
        table.constant("IMAGE_DEBUG_TYPE_FPO", 3);
        table.constant("IMAGE_DEBUG_TYPE_MISC", 4);
        table.constant("IMAGE_DEBUG_TYPE_EXCEPTION", 5);
        table.constant("IMAGE_DEBUG_TYPE_FIXUP", 6);
        table.constant("IMAGE_DEBUG_TYPE_OMAP_TO_SRC", 7);
        table.constant("IMAGE_DEBUG_TYPE_OMAP_FROM_SRC", 8);
        table.constant("IMAGE_DEBUG_TYPE_BORLAND", 9);
        table.constant("IMAGE_DEBUG_TYPE_RESERVED10", 10);
        table.constant("IMAGE_DEBUG_TYPE_CLSID", 11);
        table.constant("IMAGE_DEBUG_TYPE_VC_FEATURE", 12);
        table.constant("IMAGE_DEBUG_TYPE_POGO", 13);
        table.constant("IMAGE_DEBUG_TYPE_ILTCG", 14);
        table.constant("IMAGE_DEBUG_TYPE_MPX", 15);
        table.constant("IMAGE_DEBUG_TYPE_REPRO", 16);
    }

    private static void importKinds(StructType.Builder table) {
        table.constant("IMPORT_DELAYED", 2);
        table.constant("IMPORT_STANDARD", 1);
        table.constant("IMPORT_ANY", ~0L);
    }
}

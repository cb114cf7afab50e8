package io.thor4j.yara.module.magic;

import io.thor4j.yara.spi.ModuleInput;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Kinds of files that constant bytes at a constant place give away. Immutable; threads share it. */
final class SignatureTable {
    /*
     * A line a kind: conditions joined by &, description, MIME type. A condition is a decimal offset and bytes: hexadecimal digits in pairs,
     * or text in quotes. The first line that fits wins. Sources: the format's own documentation, and the public list "File signatures"
     * of Gary Kessler; descriptions and MIME types as libmagic 5.44 gives them.
     */
    private static final String TABLE = """
            0 'BZh' & 4 314159265359 | bzip2 compressed data | application/x-bzip2
            0 fd377a585a00 | XZ compressed data | application/x-xz
            0 5d0000 & 10 ff | LZMA compressed data | application/x-lzma
            0 28b52ffd | Zstandard compressed data (v0.8+) | application/zstd
            0 04224d18 | LZ4 compressed data (v1.4+) | application/x-lz4
            0 02214c18 | LZ4 compressed data (v0.1-v0.9) | application/x-lz4
            0 1f9d | compress'd data | application/x-compress
            0 1fa0 | SCO compress -H (LZH) data | application/octet-stream
            0 'LZIP' | lzip compressed data | application/x-lzip
            0 894c5a4f000d0a1a0a | lzop compressed data | application/x-lzop
            0 'LRZI' | LRZIP compressed data | application/x-lrzip
            0 'SZDD' | MS Compress archive data, SZDD variant | application/octet-stream
            0 'KWAJ' | MS Compress archive data, KWAJ variant | application/octet-stream
            0 377abcaf271c | 7-zip archive data | application/x-7z-compressed
            0 'Rar!' 1a0701 | RAR archive data, v5 | application/x-rar
            0 'Rar!' | RAR archive data | application/x-rar
            7 '**ACE**' | ACE archive data | application/x-ace-compressed
            2 '-lh' & 6 '-' | LHa archive data | application/x-lzh-compressed
            2 '-lz' & 6 '-' | LHa archive data | application/x-lzh-compressed
            0 60ea & 9 00 | ARJ archive data | application/x-arj
            0 60ea & 9 02 | ARJ archive data | application/x-arj
            0 'MSCF' 00000000 | Microsoft Cabinet archive data | application/vnd.ms-cab-compressed
            0 'ISc(' | InstallShield CAB | application/octet-stream
            0 'xar!' | xar archive | application/x-xar
            257 'ustar  ' 00 | POSIX tar archive (GNU) | application/x-tar
            257 'ustar' 00 | POSIX tar archive | application/x-tar
            0 '070701' | ASCII cpio archive (SVR4 with no CRC) | application/x-cpio
            0 '070702' | ASCII cpio archive (SVR4 with CRC) | application/x-cpio
            0 '070707' | ASCII cpio archive (pre-SVR4 or odc) | application/x-cpio
            0 c771 | cpio archive | application/x-cpio
            0 '!<arch>' 0a 'debian-binary' | Debian binary package (format 2.0) | application/vnd.debian.binary-package
            0 '!<arch>' 0a | current ar archive | application/x-archive
            0 edabeedb | RPM | application/x-rpm
            0 'zPQ' | ZPAQ stream | application/zpaq
            0 'MSWIM' 000000 | Windows imaging (WIM) image | application/x-ms-wim
            0 'PAR2' 00 'PKT' | Parity Archive Volume Set | application/x-par2
            0 'StuffIt' | StuffIt Archive | application/x-stuffit
            0 'SIT!' | StuffIt Archive (data) | application/x-stuffit
            0 'ITOLITLS' | Microsoft Reader eBook Data | application/x-ms-reader
            0 'ITSF' 03000000 | MS Windows HtmlHelp Data | application/vnd.ms-htmlhelp
            0 'ITSF' | MS Windows HtmlHelp Data | application/vnd.ms-htmlhelp
            0 'LZ' 00 | MS-DOS executable | application/x-dosexec
            0 'dex' 0a '035' 00 | Dalvik dex file version 035 | application/octet-stream
            0 'dex' 0a '036' 00 | Dalvik dex file version 036 | application/octet-stream
            0 'dex' 0a '037' 00 | Dalvik dex file version 037 | application/octet-stream
            0 'dex' 0a '038' 00 | Dalvik dex file version 038 | application/octet-stream
            0 'dex' 0a '039' 00 | Dalvik dex file version 039 | application/octet-stream
            0 'dey' 0a | Dalvik dex file (optimized for host) | application/octet-stream
            0 'oat' 0a | Android OAT file | application/octet-stream
            0 'ANDROID!' | Android bootimg | application/octet-stream
            0 'ANDROID BACKUP' | Android Backup | application/octet-stream
            0 0061736d01000000 | WebAssembly (wasm) binary module version 0x1 (MVP) | application/wasm
            0 0061736d | WebAssembly (wasm) binary module | application/wasm
            0 'BC' c0de | LLVM IR bitcode | application/octet-stream
            0 1b 'Lua' | Lua bytecode | application/octet-stream
            0 1b 'LJ' | Lua bytecode, LuaJIT | application/octet-stream
            2 0d0a & 0 420d | Byte-compiled Python module for CPython 3.7 | application/x-bytecode.python
            2 0d0a & 0 550d | Byte-compiled Python module for CPython 3.8 | application/x-bytecode.python
            2 0d0a & 0 610d | Byte-compiled Python module for CPython 3.9 | application/x-bytecode.python
            2 0d0a & 0 6f0d | Byte-compiled Python module for CPython 3.10 | application/x-bytecode.python
            2 0d0a & 0 a70d | Byte-compiled Python module for CPython 3.11 | application/x-bytecode.python
            2 0d0a & 0 cb0d | Byte-compiled Python module for CPython 3.12 | application/x-bytecode.python
            0 03f30d0a | python 2.7 byte-compiled | application/x-bytecode.python
            0 feedfeed | Java KeyStore | application/x-java-keystore
            0 cececece | Java JCE KeyStore | application/x-java-jce-keystore
            0 aced0005 | Java serialization data, version 5 | application/x-java-serialized-object
            0 cafed00d | JAR compressed with pack200 | application/x-java-pack200
            0 'JM' & 0 4a4d0100 | Java jmod module version 1.0 | application/x-java-jmod
            0 'FWS' | Macromedia Flash data | application/x-shockwave-flash
            0 'CWS' | Macromedia Flash data (compressed) | application/x-shockwave-flash
            0 'ZWS' | Macromedia Flash data (lzma compressed) | application/x-shockwave-flash
            0 'FLV' 01 | Macromedia Flash Video | video/x-flv
            0 'Cr24' | Google Chrome extension | application/x-chrome-extension
            0 4c00000001140200 | MS Windows shortcut | application/x-ms-shortcut
            0 'ElfFile' 00 | MS Windows Vista Event Log | application/x-ms-evtx
            0 30000000 'LfLe' | MS Windows Event Log | application/octet-stream
            0 'regf' | MS Windows registry file, NT/2000 or above | application/octet-stream
            0 'CREG' | MS Windows 95/98/ME registry file | application/octet-stream
            0 'REGEDIT4' | Windows Registry text (Win95 or above) | text/x-ms-regedit
            0 'Windows Registry Editor ' | Windows Registry text (Win2K or above) | text/x-ms-regedit
            0 fffe570069006e0064006f0077007300200052006500670069007300740072007900 | Windows Registry little-endian text (Win2K or above) | text/x-ms-regedit
            0 'MDMP' | Mini DuMP crash report | application/x-dmp
            0 'PAGEDU64' | MS Windows 64bit crash dump | application/x-dmp
            0 'PAGEDUMP' | MS Windows 32bit crash dump | application/x-dmp
            0 'Microsoft C/C++ ' | MSVC program database | application/octet-stream
            0 'SCCA' | MS Windows Prefetch | application/octet-stream
            4 'SCCA' | MS Windows Prefetch | application/octet-stream
            0 'MAM' 04 | MS Windows Prefetch, compressed | application/octet-stream
            4 efcdab89 | Extensible storage engine DataBase | application/x-ms-ese
            0 3f5f0300 | MS Windows help file | application/winhlp
            0 e4525c7b8cd8a74daeb15378d02996d3 | Microsoft OneNote | application/onenote
            0 '!BDN' | Microsoft Outlook email folder | application/vnd.ms-outlook
            0 789f3e22 | Transport Neutral Encapsulation Format | application/vnd.ms-tnef
            4 'Standard Jet DB' | Microsoft Access Database | application/x-msaccess
            4 'Standard ACE DB' | Microsoft Access Database | application/x-msaccess
            0 dba52d00 | Microsoft Word Document | application/msword
            0 'SQLite format 3' 00 | SQLite 3.x database | application/vnd.sqlite3
            0 894844460d0a1a0a | Hierarchical Data Format (version 5) data | application/x-hdf5
            0 'CDF' 01 | NetCDF Data Format data | application/x-netcdf
            0 'PAR1' | Apache Parquet | application/vnd.apache.parquet
            0 'Obj' 01 | Apache Avro | application/avro
            0 'ORC' | Apache ORC | application/orc
            0 'SIMPLE  =' | FITS image data | image/fits
            0 d4c3b2a1 | pcap capture file, microsecond ts (little-endian) | application/vnd.tcpdump.pcap
            0 a1b2c3d4 | pcap capture file, microsecond ts (big-endian) | application/vnd.tcpdump.pcap
            0 4d3cb2a1 | pcap capture file, nanosecond ts (little-endian) | application/vnd.tcpdump.pcap
            0 a1b23c4d | pcap capture file, nanosecond ts (big-endian) | application/vnd.tcpdump.pcap
            0 0a0d0d0a | pcapng capture file | application/octet-stream
            32769 'CD001' | ISO 9660 CD-ROM filesystem data | application/x-iso9660-image
            0 'conectix' | Microsoft Disk Image, Virtual Server or Virtual PC | application/x-virtualbox-vhd
            0 'vhdxfile' | Microsoft Disk Image eXtended | application/x-vhdx
            0 'KDMV' | VMware4 disk image | application/octet-stream
            0 '# Disk DescriptorFile' | VMware4 disk image description | text/plain
            0 'QFI' fb | QEMU QCOW Image | application/x-qemu-disk
            64 7f10dabe | VirtualBox Disk Image | application/x-virtualbox-vdi
            0 'LUKS' babe | LUKS encrypted file | application/x-raw-disk-image
            3 '-FVE-FS-' | BitLocker encrypted volume | application/octet-stream
            3 'NTFS    ' & 510 55aa | DOS/MBR boot sector, NTFS | application/octet-stream
            510 55aa & 0 eb | DOS/MBR boot sector | application/octet-stream
            510 55aa & 0 33c0 | DOS/MBR boot sector | application/octet-stream
            1080 53ef | Linux ext filesystem data | application/octet-stream
            0 'XFSB' | SGI XFS filesystem data | application/octet-stream
            0 'hsqs' | Squashfs filesystem, little endian | application/octet-stream
            0 'sqsh' | Squashfs filesystem, big endian | application/octet-stream
            0 27051956 | u-boot legacy uImage | application/octet-stream
            514 'HdrS' | Linux kernel x86 boot executable | application/octet-stream
            0 'bplist' | Apple binary property list | application/x-bplist
            0 00051600 | AppleSingle encoded Macintosh file | application/applefile
            0 00051607 | AppleDouble encoded Macintosh file | multipart/appledouble
            0 'FasdUAS' | AppleScript compiled | application/octet-stream
            0 'kych' | Mac OS X Keychain File | application/octet-stream
            0 'icns' | Mac OS X icon | image/x-icns
            0 'd8:announce' | BitTorrent file | application/x-bittorrent
            0 'd7:comment' | BitTorrent file | application/x-bittorrent
            0 'd4:info' | BitTorrent file | application/x-bittorrent
            0 '-----BEGIN CERTIFICATE-----' | PEM certificate | text/plain
            0 '-----BEGIN CERTIFICATE REQ' | PEM certificate request | text/plain
            0 '-----BEGIN RSA PRIVATE' | PEM RSA private key | text/plain
            0 '-----BEGIN DSA PRIVATE' | PEM DSA private key | text/plain
            0 '-----BEGIN EC PRIVATE' | PEM EC private key | text/plain
            0 '-----BEGIN OPENSSH PRIVATE KEY' | OpenSSH private key | text/plain
            0 '-----BEGIN PRIVATE KEY' | OpenSSH private key (no password) | text/plain
            0 '-----BEGIN PGP MESSAGE-' | PGP message | application/pgp-encrypted
            0 '-----BEGIN PGP PUBLIC KEY BLOCK-' | PGP public key block | application/pgp-keys
            0 '-----BEGIN PGP PRIVATE KEY BLOCK-' | PGP private key block | application/pgp-keys
            0 '-----BEGIN PGP SIGNATURE-' | PGP signature | application/pgp-signature
            0 'ssh-rsa ' | OpenSSH RSA public key | text/plain
            0 'PuTTY-User-Key-File-' | PuTTY Private Key File | text/plain
            0 03d9a29a67fb4bb5 | Keepass password database 2.x KDBX | application/x-keepass2
            0 03d9a29a65fb4bb5 | Keepass password database 1.x KDB | application/x-keepass2
            0 'wOFF' | Web Open Font Format | font/woff
            0 'wOF2' | Web Open Font Format (Version 2) | font/woff2
            0 'OTTO' 00 | OpenType font data | application/vnd.ms-opentype
            0 'ttcf' | TrueType font collection data | font/ttf
            0 0001000000 & 12 'DSIG' | TrueType Font data | font/sfnt
            0 0001000000 & 12 'GDEF' | TrueType Font data | font/sfnt
            0 0001000000 & 12 'OS/2' | TrueType Font data | font/sfnt
            0 0001000000 & 12 'FFTM' | TrueType Font data | font/sfnt
            34 'LP' & 8 00000100 | Embedded OpenType (EOT) | application/vnd.ms-fontobject
            0 '%!PS-AdobeFont' | PostScript Type 1 font text | font/x-postscript-pfb
            0 '%!PS-Adobe-' | PostScript document text | application/postscript
            0 '%!' | PostScript document text | application/postscript
            0 c5d0d3c6 | DOS EPS Binary File | image/x-eps
            0 'AT&TFORM' & 12 'DJV' | DjVu image or single page document | image/vnd.djvu
            0 '{' 5c 'rtf' | Rich Text Format data | text/rtf
            60 'BOOKMOBI' | Mobipocket E-book | application/x-mobipocket-ebook
            0 'WordPro' | Lotus WordPro document | application/vnd.lotus-wordpro
            0 'HWP Document File' | Hangul (Korean) Word Processor File | application/x-hwp
            0 'ID;P' | spreadsheet interchange document | application/x-sylk
            0 '8BPS' 0001 | Adobe Photoshop Image | image/vnd.adobe.photoshop
            0 'gimp xcf' | GIMP XCF image data | image/x-xcf
            0 'AC10' | DWG AutoDesk AutoCAD | image/vnd.dwg
            0 'Kaydara FBX Binary' | Kaydara FBX model | application/octet-stream
            0 'glTF' | glTF binary model | model/gltf-binary
            """;

    private static final List<Signature> SIGNATURES = parse();

    /**
     * A line of the table.
     *
     * @param conditions all of which must hold
     * @param kind the answer
     */
    private record Signature(List<Condition> conditions, FileKind kind) {
        boolean fits(ModuleInput input) {
            for (Condition condition : conditions) {
                if (!condition.fits(input)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Bytes at a place. */
    private static final class Condition {
        private final int offset;
        private final byte[] bytes;

        Condition(int offset, byte[] bytes) {
            this.offset = offset;
            this.bytes = bytes;
        }

        boolean fits(ModuleInput input) {
            if (!input.contains(offset, bytes.length)) {
                return false;
            }
            int begin = input.arrayOffset() + offset;
            return Arrays.equals(input.array(), begin, begin + bytes.length, bytes, 0, bytes.length);
        }
    }

    private SignatureTable() {}

    /**
     * Returns the first kind that fits.
     *
     * @param input the file
     * @return null when none does
     */
    static @Nullable FileKind find(ModuleInput input) {
        for (Signature signature : SIGNATURES) {
            if (signature.fits(input)) {
                return signature.kind();
            }
        }
        return null;
    }

    /** Returns how many kinds the table has. */
    static int size() {
        return SIGNATURES.size();
    }

    private static List<Signature> parse() {
        List<Signature> result = new ArrayList<>();
        for (String line : TABLE.lines().toList()) {
            String[] parts = line.split(" \\| ", -1);
            List<Condition> conditions = new ArrayList<>();
            for (String condition : parts[0].split(" & ", -1)) {
                int blank = condition.indexOf(' ');
                conditions.add(new Condition(
                        Integer.parseInt(condition.substring(0, blank)), bytes(condition.substring(blank + 1))));
            }
            result.add(new Signature(conditions, new FileKind(parts[1], parts[2])));
        }
        return List.copyOf(result);
    }

    private static byte[] bytes(String pattern) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i);
            if (c == '\'') {
                int end = pattern.indexOf('\'', i + 1);
                out.writeBytes(pattern.substring(i + 1, end).getBytes(StandardCharsets.ISO_8859_1));
                i = end + 1;
            } else if (c == ' ') {
                i++;
            } else {
                out.write(Integer.parseInt(pattern, i, i + 2, 16));
                i += 2;
            }
        }
        return out.toByteArray();
    }
}

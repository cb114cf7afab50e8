package io.thor4j.yara.module.magic;

import io.thor4j.yara.spi.ModuleInput;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pictures, sound and films. Stateless. */
final class MediaDetector {
    private static final Map<String, FileKind> BRANDS = Map.ofEntries(
            Map.entry("isom", new FileKind("ISO Media, MP4 Base Media v1 [ISO 14496-12:2003]", "video/mp4")),
            Map.entry("iso2", new FileKind("ISO Media, MP4 Base Media v2 [ISO 14496-12:2005]", "video/mp4")),
            Map.entry("mp41", new FileKind("ISO Media, MP4 v1 [ISO 14496-1:ch13]", "video/mp4")),
            Map.entry("mp42", new FileKind("ISO Media, MP4 v2 [ISO 14496-14]", "video/mp4")),
            Map.entry(
                    "qt  ",
                    new FileKind("ISO Media, Apple QuickTime movie, Apple QuickTime (.MOV/QT)", "video/quicktime")),
            Map.entry("M4A ", new FileKind("ISO Media, Apple iTunes ALAC/AAC-LC (.M4A) Audio", "audio/x-m4a")),
            Map.entry("M4V ", new FileKind("ISO Media, Apple iTunes Video (.M4V) Video", "video/x-m4v")),
            Map.entry(
                    "heic",
                    new FileKind("ISO Media, HEIF Image HEVC Main or Main Still Picture Profile", "image/heic")),
            Map.entry("mif1", new FileKind("ISO Media, HEIF Image", "image/heif")),
            Map.entry("avif", new FileKind("ISO Media, AVIF Image", "image/avif")),
            Map.entry("3gp4", new FileKind("ISO Media, MPEG v4 system, 3GPP", "video/3gpp")),
            Map.entry("3gp5", new FileKind("ISO Media, MPEG v4 system, 3GPP", "video/3gpp")));

    private MediaDetector() {}

    static @Nullable FileKind detect(ModuleInput input) {
        long magic = input.u32be(0);
        if (magic == 0x89504e47L) {
            return png(input);
        } else if (magic == 0x47494638) {
            return new FileKind(
                    "GIF image data, version 8" + (input.u8(4) == '7' ? "7" : "9") + "a"
                            + dimensions(input.u16le(6), input.u16le(8)),
                    "image/gif");
        } else if (magic >>> 8 == 0xffd8ff) {
            return jpeg(input);
        } else if (input.u16be(0) == 0x424d && input.u32le(14) >= 12 && input.u32le(14) <= 124 && input.u32le(6) == 0) {
            return bmp(input);
        } else if (magic == 0x52494646 || magic == 0x52494658) {
            return riff(input, magic == 0x52494646);
        } else if (input.u32be(4) == 0x66747970) {
            return isoMedia(input);
        } else if (magic == 0x464f524d) {
            return iff(input);
        }
        FileKind sound = sound(input, magic);
        return sound == null ? picture(input, magic) : sound;
    }

    private static String dimensions(long width, long height) {
        return width < 0 || height < 0 ? "" : ", " + width + " x " + height;
    }

    private static @Nullable String text(ModuleInput input, long offset, int size) {
        byte[] bytes = input.bytes(offset, size);
        return bytes == null ? null : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static FileKind png(ModuleInput input) {
        String color = switch (input.u8(25)) {
            case 0 -> " grayscale";
            case 2 -> "/color RGB";
            case 3 -> " colormap";
            case 4 -> " gray+alpha";
            case 6 -> "/color RGBA";
            default -> "";
        };
        String interlaced = input.u8(28) == 1 ? ", interlaced" : ", non-interlaced";
        String details = input.contains(0, 29)
                ? dimensions(input.u32be(16), input.u32be(20)) + ", " + input.u8(24) + "-bit" + color + interlaced
                : "";
        return new FileKind("PNG image data" + details, "image/png");
    }

    private static FileKind jpeg(ModuleInput input) {
        StringBuilder type = new StringBuilder("JPEG image data");
        if ("JFIF\0".equals(text(input, 6, 5))) {
            type.append(", JFIF standard ").append(input.u8(11)).append('.');
            type.append(String.format("%02d", Math.max(0, input.u8(12))));
        } else if ("Exif\0".equals(text(input, 6, 5))) {
            type.append(", Exif standard");
        }
        return new FileKind(type.toString(), "image/jpeg");
    }

    private static FileKind bmp(ModuleInput input) {
        long header = input.u32le(14);
        String name = header == 12
                ? "OS/2 1.x format"
                : header == 40 ? "Windows 3.x format" : "Windows 95/NT4 and newer format";
        String size = header == 12
                ? dimensions(input.u16le(18), input.u16le(20))
                : dimensions(input.u32le(18), input.u32le(22));
        String depth = header == 12 ? "" : " x " + input.u16le(28);
        return new FileKind("PC bitmap, " + name + size + depth, "image/bmp");
    }

    private static FileKind riff(ModuleInput input, boolean little) {
        String type = "RIFF (" + (little ? "little" : "big") + "-endian) data";
        String form = text(input, 8, 4);
        return switch (form == null ? "" : form) {
            case "WAVE" -> new FileKind(type + ", WAVE audio" + wave(input), "audio/x-wav");
            case "AVI " -> new FileKind(type + ", AVI", "video/x-msvideo");
            case "WEBP" -> new FileKind(type + ", Web/P image", "image/webp");
            case "ACON" -> new FileKind(type + ", animated cursor", "application/x-navi-animation");
            case "RMID" -> new FileKind(type + ", MIDI", "audio/mid");
            case "CDR9", "CDRA", "CDRB" -> new FileKind(type + ", Corel Draw Picture", "image/x-coreldraw");
            default -> new FileKind(type, "application/octet-stream");
        };
    }

    private static String wave(ModuleInput input) {
        if (!"fmt ".equals(text(input, 12, 4)) || input.u16le(20) != 1 || !input.contains(0, 36)) {
            return "";
        }
        int channels = input.u16le(22);
        String name = channels == 1 ? "mono" : channels == 2 ? "stereo" : channels + " channels";
        return ", Microsoft PCM, " + input.u16le(34) + " bit, " + name + " " + input.u32le(24) + " Hz";
    }

    private static FileKind isoMedia(ModuleInput input) {
        String brand = text(input, 8, 4);
        FileKind known = brand == null ? null : BRANDS.get(brand);
        return known == null ? new FileKind("ISO Media", "application/octet-stream") : known;
    }

    private static FileKind iff(ModuleInput input) {
        String form = text(input, 8, 4);
        return switch (form == null ? "" : form) {
            case "AIFF" -> new FileKind("IFF data, AIFF audio", "audio/x-aiff");
            case "AIFC" -> new FileKind("IFF data, AIFF-C compressed audio", "audio/x-aiff");
            case "8SVX" -> new FileKind("IFF data, 8SVX 8-bit sampled sound voice", "audio/x-aiff");
            case "ILBM" -> new FileKind("IFF data, ILBM interleaved image", "image/x-ilbm");
            default -> new FileKind("IFF data", "application/octet-stream");
        };
    }

    private static @Nullable FileKind sound(ModuleInput input, long magic) {
        if (magic >>> 8 == 0x494433) {
            return new FileKind(
                    "Audio file with ID3 version 2." + Math.max(input.u8(3), 0) + "." + Math.max(input.u8(4), 0),
                    "audio/mpeg");
        } else if (input.u16be(0) >>> 1 == 0xfffb >>> 1 || input.u16be(0) >>> 1 == 0xfff3 >>> 1) {
            return new FileKind("MPEG ADTS, layer III", "audio/mpeg");
        } else if (input.u16be(0) == 0xfff1 || input.u16be(0) == 0xfff9) {
            return new FileKind("MPEG ADTS, AAC", "audio/x-hx-aac-adts");
        } else if (magic == 0x4f676753) {
            boolean vorbis = "\u0001vorbis".equals(text(input, 28, 7));
            boolean opus = "OpusHead".equals(text(input, 28, 8));
            boolean theora = "\u0080theora".equals(text(input, 28, 7));
            String kind = vorbis ? ", Vorbis audio" : opus ? ", Opus audio" : theora ? ", Theora video" : "";
            return new FileKind(
                    "Ogg data" + kind, theora ? "video/ogg" : vorbis || opus ? "audio/ogg" : "application/ogg");
        } else if (magic == 0x664c6143) {
            return new FileKind("FLAC audio bitstream data", "audio/flac");
        } else if (magic == 0x4d546864) {
            return new FileKind(
                    "Standard MIDI data (format " + Math.max(input.u16be(8), 0) + ") using "
                            + Math.max(input.u16be(10), 0) + " tracks",
                    "audio/midi");
        } else if (magic == 0x2321414d && input.u8(4) == 'R') {
            return new FileKind("Adaptive Multi-Rate Codec (GSM telephony)", "audio/amr");
        } else if (magic == 0x2e736e64) {
            return new FileKind("Sun/NeXT audio data", "audio/basic");
        }
        return null;
    }

    private static @Nullable FileKind picture(ModuleInput input, long magic) {
        if (magic == 0x49492a00 || magic == 0x4d4d002a) {
            String order = magic == 0x49492a00 ? "little" : "big";
            return new FileKind("TIFF image data, " + order + "-endian", "image/tiff");
        } else if (magic == 0x00000100 && input.u16le(4) > 0 && input.u16le(4) < 256 && input.u8(9) == 0) {
            int count = input.u16le(4);
            return new FileKind(
                    "MS Windows icon resource - " + count + " icon" + (count == 1 ? "" : "s"),
                    "image/vnd.microsoft.icon");
        } else if (magic == 0x0000000c && input.u32be(4) == 0x6a502020) {
            return new FileKind("JPEG 2000 Part 1 (JP2)", "image/jp2");
        } else if (magic == 0x01000000 && input.u32be(40) == 0x20454d46) {
            return new FileKind("Windows Enhanced Metafile (EMF) image data", "image/emf");
        } else if (magic == 0xd7cdc69aL) {
            return new FileKind("Windows metafile", "image/wmf");
        } else if (magic == 0x3026b275) {
            return new FileKind("Microsoft ASF", "video/x-ms-asf");
        } else if (magic == 0x1a45dfa3) {
            boolean web = input.indexOf('w', 0, 64) >= 0 && "webm".equals(text(input, input.indexOf('w', 0, 64), 4));
            return web ? new FileKind("WebM", "video/webm") : new FileKind("Matroska data", "video/x-matroska");
        } else if (magic == 0x000001ba) {
            return new FileKind("MPEG sequence, v2, program multiplex", "video/mpeg");
        } else if (magic == 0x000001b3) {
            return new FileKind("MPEG sequence", "video/mpeg");
        } else if (magic == 0x2e524d46) {
            return new FileKind("RealMedia file", "application/vnd.rn-realmedia");
        }
        return null;
    }
}

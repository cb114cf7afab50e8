package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;

/** The checksum of the optional header: a folded sum of the file's words plus its size. Source: ImageHlp's CheckSumMappedFile. */
final class PeChecksum {
    private PeChecksum() {}

    /**
     * Computes it. The stored checksum counts as 0, but as in libyara only when it stands at a multiple of 4.
     *
     * @return 0..2^32-1
     */
    static long of(PeImage image) {
        ModuleInput input = image.input();
        int length = input.length();
        int whole = length & ~3;
        long stored = image.optionalHeader() + 64;
        long sum = 0;
        for (int at = 0; at < whole; at += 4) {
            if (at != stored) {
                // At most 2^29 summands below 2^32 fit into 63 bits: carries can wait.
                sum += input.u32le(at);
            }
        }
        for (int at = whole; at < length; at++) {
            sum += (long) input.u8(at) << (8 * (at - whole));
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum + length;
    }
}

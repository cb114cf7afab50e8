package io.thor4j.yara.module.pe;
import io.thor4j.yara.spi.StructValue;
import java.util.List;
final class PeSignatures {
    static PeSignatures read(PeImage image) { return new PeSignatures(); }
    List<StructValue> values() { return List.of(); }
    boolean anyVerified() { return false; }
    int size() { return 0; }
}

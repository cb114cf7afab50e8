/** Worked examples of thor's SPI, to copy from. */
module io.thor4j.spiexamples {
    requires static org.jspecify;
    requires io.thor4j.core;
}

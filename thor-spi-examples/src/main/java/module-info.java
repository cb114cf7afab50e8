/** Worked examples of thor's SPI, to copy from. */
module io.thor4j.spiexamples {
    requires static org.jspecify;
    requires io.thor4j.core;

    provides io.thor4j.core.spi.DetectorProvider with
            io.thor4j.spiexamples.DisguisedExecutableProvider;
    provides io.thor4j.core.spi.SinkProvider with
            io.thor4j.spiexamples.LevelCountProvider;
}

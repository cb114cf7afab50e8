package io.thor4j.libyara;

import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.yara.ThorYaraEngine;

class ThorEngineContractTest extends YaraEngineContract {
    @Override
    YaraEngineProvider engine() {
        return new ThorYaraEngine();
    }
}

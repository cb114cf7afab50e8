package io.thor4j.spiexamples;

import io.thor4j.core.spi.HookProvider;
import io.thor4j.core.spi.HookRegistry;
import io.thor4j.core.spi.PluginConfig;
import io.thor4j.core.spi.YaraRuleType;

/**
 * Teaches thor a file format: parcels, made up for this example. A rule recognises them and carries a tag, a hook on that tag opens them.
 * May be shared by threads.
 */
public final class ParcelProvider implements HookProvider {
    /** The trigger: it scores 0 and only calls the hook. A meta rule sees the first 2048 bytes of every file. */
    private static final String TRIGGER = """
            rule Parcel_Format : PARCEL {
              meta:
                description = "Parcel, a made-up container"
                score = 0
              strings:
                $magic = { 50 52 43 4C 01 }  // PRCL, version 1
              condition:
                $magic at 0
            }
            """;

    /** A verdict on what the hook reads out of a parcel: structured data is matched by keyword rules. */
    private static final String SENDER = """
            rule Parcel_Known_Sender {
              meta:
                description = "parcel of a sender that is known for malware"
                score = 70
              strings:
                $sender = "sender: mallory@"
              condition:
                $sender
            }
            """;

    /** Called by the service loader. */
    public ParcelProvider() {}

    @Override
    public String id() {
        return "example.parcel";
    }

    @Override
    public void register(PluginConfig config, HookRegistry registry) {
        registry.yaraRules(YaraRuleType.META, TRIGGER);
        registry.yaraRules(YaraRuleType.KEYWORD, SENDER);
        registry.ruleHook("PARCEL", new ParcelHook());
    }
}

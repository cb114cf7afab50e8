/**
 * Events in the Elastic Common Schema: {@link io.thor4j.threatintel.ecs.ThorLogMapping} for the logs of THOR,
 * {@link io.thor4j.threatintel.ecs.IndicatorMapping} for indicators of ThreatConnect. Facts in threat-intel-apis.md sections 1.4 to 1.7 and
 * 2.5 to 2.7.
 */
@NullMarked
package io.thor4j.threatintel.ecs;

import org.jspecify.annotations.NullMarked;

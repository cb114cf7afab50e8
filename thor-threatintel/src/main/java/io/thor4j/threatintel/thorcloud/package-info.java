/**
 * Thor Cloud: {@link io.thor4j.threatintel.thorcloud.ThorCloudClient} searches scans and downloads their logs,
 * {@link io.thor4j.threatintel.thorcloud.ThorCloudPull} brings every log once, whatever fails on the way. Facts in threat-intel-apis.md
 * section 1.
 */
@NullMarked
package io.thor4j.threatintel.thorcloud;

import org.jspecify.annotations.NullMarked;

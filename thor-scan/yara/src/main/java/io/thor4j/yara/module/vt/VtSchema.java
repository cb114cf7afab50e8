package io.thor4j.yara.module.vt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages and enumerations of the module, as YARA-X publishes them (lib/src/modules/protos/vt). Immutable; threads share it.
 */
final class VtSchema {
    /*
     * A line a message: its name, then its fields, each a name and a type. Types: int, bool, str, a message, an enumeration; [] behind a
     * type stands for a list, {} for texts by text. A field a=b stands under the name a in rules and b in the data.
     */
    private static final String MESSAGES = """
            LiveHunt metadata=meta:FileMetadata behaviour:BehaviourSummary net:Netloc
            MainIcon dhash:str raw_md5:str
            GoReSym version:str arch:str os:str build_id:str build_info:GoBuildInfo summary:GoSummary
            GoBuildInfo path:str dependencies:{} settings:{}
            GoSummary num_user_functions:int num_std_functions:int num_interfaces:int num_types:int num_dependencies:int
            FileMetadata sha256:str sha1:str md5:str ssdeep:str imphash:str vhash:str telfhash:str file_name:str file_type:FileType \
            file_size:int times_submitted:int new_file:bool tags:str[] signatures:{} submitter:Submitter subfile:bool unique_sources:int \
            analysis_stats:AnalysisStats magic:str file_type_tags:str[] first_submission_date:int exiftool:{} main_icon:MainIcon \
            goresym:GoReSym malware_families:str[] tlsh:str itw:Netloc gti_assessment:GtiScore
            Submitter city:str country:str
            AnalysisStats malicious:int suspicious:int undetected:int harmless:int failure:int type_unsupported:int
            GtiScore verdict:GtiVerdict threat_score:GtiThreatScore severity:GtiSeverity
            GtiVerdict value:int
            GtiThreatScore value:int
            GtiSeverity value:int
            Netloc url:Url ip:Ip domain:Domain
            Subject common_name:str country:str organization:str organizational_unit:str locality:str state:str
            Validity not_after:int not_before:int
            Certificate thumbprint:str subject:Subject validity:Validity subject_alternative_name:str[] signature:str serial_number:str \
            issuer:Subject
            Tracker name:str id:str url:str
            DnsRecord type:str dns_class:str ttl:int mname:str rname:str priority:int serial:int retry:int refresh:int expire:int minimum:int \
            value:str
            Favicon raw_md5:str dhash:str
            MetaTag key:str values:str[]
            NetFile sha256:str new_for_vt:bool analysis_stats:AnalysisStats file_type:FileType new_for_url:bool new_for_ip:bool \
            new_for_domain:bool signatures:{}
            ResourceFile sha256:str analysis_stats:AnalysisStats file_type:FileType new_for_url:bool signatures:{}
            PopularityRank position:int ingestion_time:int rank:str
            Url port:int trackers:Tracker[] response_headers:{} number_of_response_headers:int response_code:int cookies:{} favicon:Favicon \
            outgoing_links:str[] redirects:str[] html_title:str html_meta_tags:MetaTag[] new_url:bool analysis_stats:AnalysisStats \
            first_submission_date:int signatures:{} submitter:Submitter tags:str[] query:str params:{} path:str hostname:str raw:str \
            downloaded_file:NetFile communicating_file:NetFile embedded_resources:ResourceFile[] categories:{} gti_assessment:GtiScore
            Ip whois:{} whois_raw:str https_certificate:Certificate jarm:str ip_as_owner:str ip_asn:int ip_country:str \
            analysis_stats:AnalysisStats signatures:{} tags:str[] raw:str downloaded_file:NetFile communicating_file:NetFile ip_as_int:int \
            first_whois:bool new_whois:bool reverse_lookup:str gti_assessment:GtiScore
            Domain raw:str root:str whois:{} whois_raw:str https_certificate:Certificate jarm:str dns_records:DnsRecord[] favicon:Favicon \
            analysis_stats:AnalysisStats signatures:{} new_domain:bool tags:str[] downloaded_file:NetFile communicating_file:NetFile \
            first_whois:bool new_whois:bool first_resolution:bool new_resolution:bool categories:{} popularity_ranks:PopularityRank[] \
            number_of_popularity_ranks:int root_popularity_ranks:PopularityRank[] number_of_root_popularity_ranks:int gti_assessment:GtiScore
            BehaviourSummary files_opened:str[] files_written:str[] files_deleted:str[] files_copied:FileCopy[] \
            files_attribute_changed:str[] files_dropped:DroppedFile[] hosts_file:str processes_list:ProcessItem[] processes_created:str[] \
            processes_terminated:str[] processes_killed:str[] processes_injected:str[] command_executions:str[] services_opened:str[] \
            services_created:str[] services_started:str[] services_stopped:str[] services_deleted:str[] services_bound:str[] \
            windows_searched:str[] windows_hidden:str[] permissions_checked:PermissionCheck[] permissions_requested:str[] \
            mutexes_opened:str[] mutexes_created:str[] signals_observed:str[] signals_hooked:str[] modules_loaded:str[] \
            calls_highlighted:str[] invokes:str[] crypto_algorithms_observed:str[] crypto_keys:str[] crypto_plain_text:str[] \
            encoding_algorithms_observed:str[] text_decoded:str[] text_highlighted:str[] traits=tags:BehaviourTrait[] \
            databases_opened:str[] databases_deleted:str[] registry_keys_opened:str[] registry_keys_set:KeyValue[] \
            registry_keys_deleted:str[] system_property_lookups:str[] system_property_sets:KeyValue[] shared_preferences_lookups:str[] \
            shared_preferences_sets:KeyValue[] content_model_observers:str[] content_model_sets:KeyValue[] activities_started:str[] \
            http_conversations:Http[] dns_lookups:DnsLookup[] ip_traffic:IpTraffic[] sms_sent:Sms[] verdicts:BehaviourVerdict[] \
            verdict_confidence:int verdict_labels:str[] ja3_digests:str[] memory_pattern_ips:str[] memory_pattern_domains:str[] \
            memory_pattern_urls:str[] smtp_conversations:Smtp[] ids_alerts:IdsAlert[] tls:Tls[] \
            mitre_attack_techniques:MitreAttackTechnique[] sigma_analysis_results:SigmaMatch[] signature_matches:SignatureMatch[] \
            mbc:MalwareBehaviorCatalog[]
            Tls subject:{} issuer:{} serial_number:str thumbprint:str version:str sni:str ja3:str ja3s:str ja4:str
            FileCopy source:str destination:str
            DroppedFile path:str sha256:str type:FileType download_url:str process_name:str process_id:str
            PermissionCheck permission:str owner:str
            KeyValue key:str value:str
            Http url:str request_method:HttpMethod request_headers:{} response_headers:{} response_status_code:int \
            response_body_filetype:FileType response_body_first_ten_bytes:base64
            DnsLookup hostname:str resolved_ips:str[] txt_records:str[]
            IpTraffic destination_ip:str destination_port:int transport_layer_protocol:NetProtocol destination_ip_asn:int \
            destination_ip_as_int:int
            Smtp hostname:str destination_ip:str destination_port:int smtp_from:str smtp_to:str[] message_from:str[] message_to:str[] \
            message_cc:str[] message_bcc:str[] timestamp:str subject:str html_body:str txt_body:str auth_user:str auth_pass:str \
            headers:KeyValue[] attachments:DroppedFile[] x_mailer:str
            Sms destination:str body:str
            SignatureMatch id:str format:SignatureFormat name:str description:str authors:str[] events:str[] match_data:str[] rule_src:str \
            severity:ImpactSeverity
            MitreAttackTechnique id:str severity:ImpactSeverity signature_description:str
            MalwareBehaviorCatalog id:str objective:str behavior:str method:str
            ProcessItem process_id:str parent_process_id:str name:str start_time:int termination_time:int files_opened:str[] \
            files_written:str[] files_deleted:str[] files_copied:FileCopy[]
            IdsAlert rule_msg:str rule_category:str rule_id:str alert_severity:AlertSeverity rule_source:str alert_context:IdsContext \
            rule_url:str rule_references:str[] tags:str[] rule_raw:str
            IdsContext protocol:NetProtocol src_ip:str src_port:int dest_ip:str dest_port:int hostname:str url:str ja3:str[] ja3s:str[]
            SigmaMatch match_context:SigmaContext[] rule_level:SigmaLevel rule_id:str rule_source:str rule_title:str rule_description:str \
            rule_author:str
            SigmaContext values:{}
            """;

    /*
     * A line an enumeration: the name that the messages use, the path under which rules find the constants, then the names. A number before a
     * name is its value; otherwise it is one more than the one before, the first 0.
     */
    private static final String ENUMERATIONS = """
            FileType FileType UNKNOWN PE_EXE PE_DLL MSI 10 NE_EXE NE_DLL 20 DOS_EXE DOS_COM 30 COFF ELF LINUX_KERNEL RPM LINUX MACH_O \
            JAVA_BYTECODE DMG DEB PKG PYC 50 LNK DESKTOP_ENTRY 100 JPEG TIFF GIF PNG BMP GIMP IN_DESIGN PSD TARGA XWD DIB JNG ICO FPX EPS SVG \
            EMF WEBP DWG DXF UNUSED_THREEDS 150 OGG FLC FLI MP3 FLAC WAV MIDI AVI MPEG QUICKTIME ASF DIVX FLV WMA WMV RM MOV MP4 T3GP WEBM \
            MKV 200 PDF PS DOC DOCX PPT PPTX XLS XLSX RTF PPSX 250 ODP ODS ODT HWP GUL ODF ODG ONE_NOTE UNUSED_OOXML SLK EBOOK LATEX TTF EOT \
            WOFF CHM 300 ZIP GZIP BZIP RZIP DZIP SEVENZIP CAB JAR RAR MSCOMPRESS ACE ARC ARJ ASD BLACKHOLE KGB ZLIB TAR ZST LZFSE PYTHON_WHL \
            PYTHON_PKG MSIX 400 TEXT SCRIPT PHP PYTHON PERL RUBY C CPP JAVA SHELLSCRIPT PASCAL AWK DYALOG FORTRAN JAVASCRIPT POWERSHELL VBA M4 \
            OBJETIVEC JMOD MAKEFILE INI UNUSED_CLJ 425 UNUSED_PDB SQL UNUSED_NEKO UNUSED_WER GOLANG M3U BAT MSC RDP 500 SYMBIAN PALMOS WINCE \
            ANDROID IPHONE 600 HTML XML SWF FLA COOKIE TORRENT EMAIL OUTLOOK SGML JSON CSV HTA INTERNET_SHORTCUT 700 CAP 800 ISOIMAGE SQUASHFS \
            VHD 1000 APPLE MACINTOSH APPLESINGLE APPLEDOUBLE MACINTOSH_HFS APPLE_PLIST MACINTOSH_LIB APPLESCRIPT APPLESCRIPT_COMPILED 1100 CRX \
            XPI 1200 ROM IPS 1300 PEM PGP CRT
            BehaviourTrait BehaviourTrait UNKNOWN_BEHAVIOUR DETECT_DEBUG_ENVIRONMENT DIRECT_CPU_CLOCK_ACCESS LONG_SLEEPS SELF_DELETE \
            HOSTS_MODIFIER INSTALLS_BROWSER_EXTENSION PASSWORD_DIALOG SUDO PERSISTENCE SENDS_SMS CHECKS_GPS FTP_COMMUNICATION \
            SSH_COMMUNICATION TELNET_COMMUNICATION SMTP_COMMUNICATION 17 IRC_COMMUNICATION SUSPICIOUS_DNS SUSPICIOUS_UDP BIG_UPSTREAM \
            TUNNELING CRYPTO TELEPHONY RUNTIME_MODULES REFLECTION MYSQL_COMMUNICATION DECRYPTS_EXE MACRO_ENVIRON MACRO_OPEN_FILE \
            MACRO_WRITE_FILE MACRO_HANDLE_FILE MACRO_COPY_FILE MACRO_CREATE_FILE MACRO_RUN_FILE MACRO_HIDE_APP MACRO_POWERSHELL \
            MACRO_CREATE_DIR MACRO_SAVE_WORKBOOK MACRO_CREATE_OLE MACRO_ENUM_WINDOWS MACRO_RUN_DLL MACRO_DOWNLOAD_URL MACRO_SEND_KEYS \
            MACRO_REGISTRY MACRO_ANTI_ANALYSIS OBFUSCATED CLIPBOARD CHECKS_CPU_NAME CHECKS_DISK_SPACE CHECKS_MEMORY_AVAILABLE \
            CHECKS_HOSTNAME CHECKS_NETWORK_ADAPTERS CHECKS_BIOS CHECKS_PCI_BUS CHECKS_USB_BUS EXECUTES_DROPPED_FILE REPEATED_CLOCK_ACCESS \
            CHECKS_USER_INPUT CALLS_WMI EVAL_FUNCTION IDLE SERVICE_SCAN LISTENS SETS_PROCESS_NAME QR_CODE
            BehaviourVerdict BehaviourVerdict UNKNOWN_VERDICT CLEAN MALWARE GREYWARE RANSOM PHISHING BANKER ADWARE EXPLOIT EVADER RAT TROJAN \
            SPREADER STEALER
            ImpactSeverity ImpactSeverity IMPACT_SEVERITY_UNKNOWN IMPACT_SEVERITY_INFO IMPACT_SEVERITY_LOW IMPACT_SEVERITY_MEDIUM \
            IMPACT_SEVERITY_HIGH
            HttpMethod Http.Method UNKNOWN GET HEAD POST PUT DELETE TRACE OPTIONS CONNECT PATCH PROPFIND SETUP UNLOCK
            NetProtocol Net.Protocol UNKNOWN ICMP IGMP 6 TCP 17 UDP 50 ESP AH 115 L2TP 132 SCTP
            SignatureFormat SignatureMatch.SignatureFormat SIG_FORMAT_UNKNOWN SIG_FORMAT_YARA SIG_FORMAT_SIGMA SIG_FORMAT_CAPA \
            SIG_FORMAT_OPENIOC SIG_FORMAT_KEYWORD
            AlertSeverity AlertSeverity unset high medium low info
            SigmaLevel SigmaRule.Level unknown low medium high critical
            Permutation Domain.Permutation 1 TYPO 2 HOMOGLYPH 4 HYPHENATION 8 SUBDOMAIN 16 BITSQUATTING 31 ALL
            """;

    private static final Map<String, List<Field>> MESSAGE_FIELDS = messages();
    private static final Map<String, Enumeration> ENUMS = enumerations();

    /** How many values a field has. */
    enum Shape {
        ONE,
        LIST,
        TEXTS_BY_TEXT
    }

    /**
     * A field of a message.
     *
     * @param name its name in rules
     * @param dataName its name in the data
     * @param type int, bool, str, base64, or the name of a message or enumeration
     * @param shape how many values
     */
    record Field(String name, String dataName, String type, Shape shape) {}

    /**
     * Named integers.
     *
     * @param path where rules find them, names with points between
     * @param values the values by name
     */
    record Enumeration(String path, Map<String, Long> values) {}

    private VtSchema() {}

    private static Map<String, List<Field>> messages() {
        Map<String, List<Field>> result = new HashMap<>();
        for (String line : MESSAGES.lines().toList()) {
            String[] tokens = line.trim().split(" +", -1);
            List<Field> fields = new ArrayList<>();
            for (int i = 1; i < tokens.length; i++) {
                int colon = tokens[i].indexOf(':');
                String[] names = tokens[i].substring(0, colon).split("=", -1);
                String type = tokens[i].substring(colon + 1);
                boolean list = type.endsWith("[]");
                Shape shape = list ? Shape.LIST : type.equals("{}") ? Shape.TEXTS_BY_TEXT : Shape.ONE;
                fields.add(new Field(
                        names[0], names[names.length - 1], list ? type.substring(0, type.length() - 2) : type, shape));
            }
            result.put(tokens[0], List.copyOf(fields));
        }
        return Map.copyOf(result);
    }

    private static Map<String, Enumeration> enumerations() {
        Map<String, Enumeration> result = new LinkedHashMap<>();
        for (String line : ENUMERATIONS.lines().toList()) {
            String[] tokens = line.trim().split(" +", -1);
            Map<String, Long> values = new LinkedHashMap<>();
            long next = 0;
            for (int i = 2; i < tokens.length; i++) {
                if (Character.isDigit(tokens[i].charAt(0))) {
                    next = Long.parseLong(tokens[i]);
                } else {
                    values.put(tokens[i], next++);
                }
            }
            result.put(tokens[0], new Enumeration(tokens[1], values));
        }
        return result;
    }

    /**
     * Returns the fields of a message.
     *
     * @param message its name
     * @return null when there is no such message
     */
    static @Nullable List<Field> message(String message) {
        return MESSAGE_FIELDS.get(message);
    }

    /**
     * Returns an enumeration.
     *
     * @param name its name in the messages
     * @return null when there is none
     */
    static @Nullable Enumeration enumeration(String name) {
        return ENUMS.get(name);
    }

    /** Returns all enumerations. */
    static Iterable<Enumeration> allEnumerations() {
        return ENUMS.values();
    }
}

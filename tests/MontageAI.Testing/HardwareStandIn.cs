namespace MontageAI.Testing;

/// <summary>How the stand-in behaves when it is asked to encode a shot; its trial goes well unless said otherwise.</summary>
public enum HardwareFault
{
    /// <summary>It works.</summary>
    None,

    /// <summary>There is no device: nothing can be opened, not even for the trial.</summary>
    NoDevice,

    /// <summary>What it encodes is blurred, in the trial too.</summary>
    Blurred,

    /// <summary>What it encodes is many times too large, in the trial too, until it is asked for coarser pictures.</summary>
    Large,

    /// <summary>No session is free: it ends with an error.</summary>
    NoSession,

    /// <summary>It dies of a segmentation fault and leaves a file cut off.</summary>
    Crash,

    /// <summary>It writes nothing and does not end.</summary>
    Hang,

    /// <summary>It goes on saying that nothing has moved, as FFmpeg 7 does when its encoder hangs.</summary>
    TalkingHang,

    /// <summary>It leaves out the last frames and ends as if all were well.</summary>
    FewFrames,

    /// <summary>It encodes half the width and height.</summary>
    WrongSize,

    /// <summary>It encodes grey instead of the picture.</summary>
    Garbage,

    /// <summary>It sets further key frames.</summary>
    KeyFrames,

    /// <summary>What it writes is no MP4 file.</summary>
    NoFile,

    /// <summary>The decoder gives other pictures, in its trial too.</summary>
    DecoderWrong,

    /// <summary>The decoder ends with an error after its trial.</summary>
    DecoderFails,
}

/// <summary>
/// An ffmpeg whose NVIDIA encoder and decoder work, or fail as real ones do, on a machine without one: a script that passes everything on
/// to the real ffmpeg, with software in the place of the hardware.
/// </summary>
public sealed class HardwareStandIn : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Makes the script.</summary>
    /// <param name="fault">How it fails.</param>
    /// <param name="good">Shots' runs that go well before the first that does not.</param>
    public HardwareStandIn(HardwareFault fault, int good = 0)
    {
        string real = Find("ffmpeg");
        string script = _folder.File("ffmpeg");
        File.WriteAllText(
            script,
            Script
                .Replace("@REAL@", real, StringComparison.Ordinal)
                .Replace("@FAULT@", fault.ToString(), StringComparison.Ordinal)
                .Replace("@GOOD@", good.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("@LOG@", Log, StringComparison.Ordinal)
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        File.CreateSymbolicLink(_folder.File("ffprobe"), Find("ffprobe"));
        Directory.CreateDirectory(Path.Combine(Devices, "dev"));
        File.WriteAllText(Path.Combine(Devices, "dev", "nvidia0"), "");
    }

    /// <summary>Path of the script, beside which lies ffprobe.</summary>
    public string FFmpeg => _folder.File("ffmpeg");

    /// <summary>Path of ffprobe.</summary>
    public string FFprobe => _folder.File("ffprobe");

    /// <summary>A folder that stands for "/" where devices are looked for; it holds one NVIDIA GPU.</summary>
    public string Devices => _folder.File("root");

    /// <summary>Runs so far, in order: "trial" or "shot" for the hardware encoder's, "software" for x264's; "decoder" beside them where
    /// hardware decodes.</summary>
    public IReadOnlyList<string> Runs => File.Exists(Log) ? File.ReadAllLines(Log) : [];

    private string Log => _folder.File("runs.log");

    private const string Script = """
        #!/bin/bash
        # Runs are counted under a lock, since several go on side by side.
        count() { exec 9>>'@LOG@'; flock 9; n=$(grep -c "^$1\$" '@LOG@'); echo "$1" >&9; flock -u 9; exec 9>&-; }
        fault='@FAULT@'
        case " $* " in
            *" -hwaccel cuda "*)
                count decoder
                args=()
                while [ $# -gt 0 ]; do
                    case "$1" in -hwaccel|-hwaccel_device|-hwaccel_output_format) shift 2; continue ;; esac
                    a="$1"
                    case "$a" in
                        hwdownload*)
                            [ $fault = DecoderWrong ] && a="${a/hwdownload,/lutyuv=y=val+1,}" || a="${a/hwdownload,/}" ;;
                    esac
                    args+=("$a"); shift
                done
                set -- "${args[@]}"
                case "$fault $*" in "DecoderFails"*.part*) echo 'No decoder surfaces left' >&2; exit 1 ;; esac ;;
        esac
        case " $* " in
            *h264_nvenc*) ;;
            *libx264*) count software; exec '@REAL@' "$@" ;;
            *) exec '@REAL@' "$@" ;;
        esac
        kind=shot; case " $* " in *encoder-trial*) kind=trial ;; esac
        count $kind
        if [ $kind = trial ]; then
            case $fault in NoDevice|Blurred|Large) ;; *) fault=None ;; esac
        elif [ $n -lt @GOOD@ ]; then
            fault=None
        fi
        case $fault in
            NoDevice) echo 'Cannot load libcuda.so.1' >&2; exit 1 ;;
            NoSession) echo 'OpenEncodeSessionEx failed: out of memory (10): (no details)' >&2; exit 1 ;;
            Hang) exec tail -f /dev/null ;;
            TalkingHang) trap 'exit 255' INT; while :; do printf 'out_time_us=40000\nprogress=continue\n'; sleep 0.1; done ;;
        esac
        args=(); out=(); skip=0; crf=21
        while [ $# -gt 0 ]; do
            case "$1" in
                -c:v) if [ "$2" = h264_nvenc ]; then args+=(-c:v libx264); else args+=("$1" "$2"); fi; shift 2 ;;
                -preset) args+=(-preset veryfast); shift 2 ;;
                -cq)
                    more=$([ $fault = Large ] && [ $2 -lt 26 ] && echo :qp=8)$([ $fault = KeyFrames ] && echo :keyint=5)
                    args+=(-crf $(($2 - 2 - $([ $fault = Large ] && echo 3 || echo 0))))
                    args+=(-x264-params "keyint=infinite:scenecut=0:open-gop=0:threads=1:8x8dct=1$more"); shift 2 ;;
                -tune|-rc|-b:v|-rc-lookahead|-no-scenecut|-forced-idr|-spatial-aq|-gpu|-g) shift 2 ;;
                *) args+=("$1"); case "$1" in *.part) out+=("${1#file:}") ;; esac; shift ;;
            esac
        done
        for i in "${!args[@]}"; do
            case $fault in
                Blurred) args[i]=${args[i]//]null[/]gblur=sigma=2[} ;;
                WrongSize) args[i]=${args[i]//]null[/]scale=iw\/2:ih\/2[} ;;
                Garbage) args[i]=${args[i]//]null[/]lutyuv=y=90:u=128:v=128[} ;;
                FewFrames) args[i]=${args[i]//]null[/]trim=end_frame=4[} ;;
            esac
        done
        '@REAL@' "${args[@]}"
        status=$?
        case $fault in
            Crash) for f in "${out[@]}"; do truncate -s 2000 "$f"; done; kill -SEGV $$ ;;
            NoFile) for f in "${out[@]}"; do head -c 5000 /dev/urandom > "$f"; done ;;
        esac
        exit $status
        """;

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private static string Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .First(File.Exists);
}

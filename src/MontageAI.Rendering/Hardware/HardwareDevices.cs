using System.Globalization;
using MontageAI.Rendering.Encoders;

namespace MontageAI.Rendering.Hardware;

/// <summary>
/// Finds devices that may encode, by files alone: no process starts and nothing is opened, so that a machine without any pays nothing.
/// </summary>
public static class HardwareDevices
{
    private const string Intel = "0x8086";
    private const string Amd = "0x1002";

    /// <summary>Devices in the order in which they are worth trying; empty where there are none.</summary>
    /// <param name="root">Folder below which dev, proc and sys lie; "/" but for tests.</param>
    public static IReadOnlyList<HardwareDevice> Find(string root = "/")
    {
        ArgumentNullException.ThrowIfNull(root);
        if (OperatingSystem.IsMacOS())
        {
            return [new HardwareDevice(EncoderKind.VideoToolbox, null, Environment.OSVersion.VersionString)];
        }

        if (OperatingSystem.IsWindows())
        {
            // There are no files to look at; each has its trial.
            string system = Environment.OSVersion.VersionString;
            return
            [
                new HardwareDevice(EncoderKind.Nvenc, null, system),
                new HardwareDevice(EncoderKind.Qsv, null, system),
                new HardwareDevice(EncoderKind.Amf, null, system),
            ];
        }

        List<HardwareDevice> devices = [];
        string nvidia = Read(root, "proc/driver/nvidia/version");
        foreach (string node in Names(root, "dev", "nvidia?", "nvidia??").Where(n => char.IsAsciiDigit(n[^1])))
        {
            devices.Add(new HardwareDevice(EncoderKind.Nvenc, node["nvidia".Length..], nvidia.Split('\n')[0]));
        }

        if (devices.Count == 0 && File.Exists(Path.Combine(root, "dev/dxg")))
        {
            // Windows' GPU seen from its Linux subsystem.
            devices.Add(new HardwareDevice(EncoderKind.Nvenc, null, "dxg " + Environment.OSVersion.VersionString));
        }

        foreach (string node in Names(root, "dev/dri", "renderD*"))
        {
            string vendor = Read(root, $"sys/class/drm/{node}/device/vendor");
            string identity = $"{vendor} {Read(root, $"sys/class/drm/{node}/device/device")} {Environment.OSVersion.VersionString}";
            string path = "/dev/dri/" + node;
            if (vendor == Intel)
            {
                devices.Add(new HardwareDevice(EncoderKind.Qsv, path, identity));
            }

            devices.Add(new HardwareDevice(EncoderKind.Vaapi, path, identity));
            if (vendor == Amd)
            {
                devices.Add(new HardwareDevice(EncoderKind.Amf, null, identity));
            }
        }

        return devices;
    }

    /// <summary>What to try when a user names a kind: the devices found, or the kind itself where there are none.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="device">The device that the user named, or null.</param>
    /// <param name="root">As in <see cref="Find"/>.</param>
    public static IReadOnlyList<HardwareDevice> Named(EncoderKind kind, string? device, string root = "/")
    {
        HardwareDevice[] found = [.. Find(root).Where(d => d.Kind == kind)];
        if (device is not null)
        {
            return [found.FirstOrDefault(d => d.Device == device) ?? new HardwareDevice(kind, device, "")];
        }

        return found.Length > 0 ? found : [new HardwareDevice(kind, null, "")];
    }

    private static string[] Names(string root, string folder, params string[] patterns)
    {
        string path = Path.Combine(root, folder);
        return Directory.Exists(path)
            ?
            [
                .. patterns
                    .SelectMany(p => Directory.EnumerateFileSystemEntries(path, p))
                    .Select(f => Path.GetFileName(f)!)
                    .Distinct()
                    .OrderBy(n => n.Length)
                    .ThenBy(n => n, StringComparer.Ordinal),
            ]
            : [];
    }

    private static string Read(string root, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, file)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

using MontageAI.FFmpeg.Capabilities;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Hardware;
using MontageAI.Testing;

namespace MontageAI.Rendering.Tests.Hardware;

public sealed class HardwareDevicesTests
{
    [Fact]
    public void Find_NoDevices_IsEmpty()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are found by files on Linux only.");
        using TempFolder root = new();

        Assert.Empty(HardwareDevices.Find(root.Path));
        Assert.Equal([new HardwareDevice(EncoderKind.Qsv, null, "")], HardwareDevices.Named(EncoderKind.Qsv, null, root.Path));
        Assert.Equal("/dev/dri/renderD128", HardwareDevices.Named(EncoderKind.Vaapi, "/dev/dri/renderD128", root.Path)[0].Device);
    }

    [Fact]
    public void Find_SeveralGpus_GivesEachItsWaysInOrder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Devices are found by files on Linux only.");
        using TempFolder root = new();
        Write("dev/nvidia0");
        Write("dev/nvidia1");
        Write("dev/nvidiactl");
        Write("proc/driver/nvidia/version", "NVRM version: 550.54\nGCC version");
        foreach ((string node, string vendor) in new[] { ("renderD128", "0x8086\n"), ("renderD129", "0x1002\n") })
        {
            Write("dev/dri/" + node);
            Write($"sys/class/drm/{node}/device/vendor", vendor);
            Write($"sys/class/drm/{node}/device/device", "0x1234\n");
        }

        IReadOnlyList<HardwareDevice> found = HardwareDevices.Find(root.Path);

        Assert.Equal(
            [
                (EncoderKind.Nvenc, "0"),
                (EncoderKind.Nvenc, "1"),
                (EncoderKind.Qsv, "/dev/dri/renderD128"),
                (EncoderKind.Vaapi, "/dev/dri/renderD128"),
                (EncoderKind.Vaapi, "/dev/dri/renderD129"),
                (EncoderKind.Amf, null),
            ],
            found.Select(d => (d.Kind, d.Device))
        );
        Assert.Equal("NVRM version: 550.54", found[0].Identity);
        Assert.StartsWith("0x8086 0x1234", found[2].Identity, StringComparison.Ordinal);
        Assert.Equal(
            [("1", "NVRM version: 550.54")],
            HardwareDevices.Named(EncoderKind.Nvenc, "1", root.Path).Select(d => (d.Device, d.Identity))
        );

        void Write(string file, string text = "")
        {
            string path = root.File(file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }
}

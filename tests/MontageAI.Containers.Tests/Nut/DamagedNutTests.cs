using System.Buffers.Binary;
using MontageAI.Containers.Nut;
using MontageAI.Testing;

namespace MontageAI.Containers.Tests.Nut;

/// <summary>A frame stream of a broken or lying FFmpeg ends in the one documented error, whatever its numbers say.</summary>
public sealed class DamagedNutTests
{
    [Fact]
    public async Task Next_SoundStream_GivesItsPacket()
    {
        Numbers sound = new();

        NutReader reader = new(new MemoryStream(sound.Stream()));

        Assert.True(await reader.NextAsync(CancellationToken.None));
        Assert.Equal((0, 4), (reader.Packet.Stream, reader.Packet.Size));
        byte[] payload = new byte[4];
        Assert.True(await reader.ReadPayloadAsync(payload, CancellationToken.None));
        Assert.Equal("abcd"u8, payload);
        Assert.False(await reader.NextAsync(CancellationToken.None));
    }

    [TableTheory]
    [InlineData("streams", 5_000_000_000)]
    [InlineData("numerator", 0)]
    [InlineData("denominator", 0)]
    [InlineData("stream", 7)]
    [InlineData("stream", 4_294_967_296)]
    [InlineData("time base", 9)]
    [InlineData("shift", 200)]
    [InlineData("multiplier", 4_000_000_000)]
    [InlineData("prefix", 3)]
    [InlineData("header", 0)]
    public async Task Next_NumberThatCannotBe_IsInvalidData(string number, long value)
    {
        Numbers broken = new();
        broken[number] = value;
        NutReader reader = new(new MemoryStream(broken.Stream()));

        await Assert.ThrowsAsync<InvalidDataException>(async () => await reader.NextAsync(CancellationToken.None));
    }

    [TableTheory]
    [InlineData(30)]
    [InlineData(45)]
    [InlineData(60)]
    [InlineData(75)]
    public async Task Next_StreamThatBreaksOff_Ends(int bytes)
    {
        NutReader reader = new(new MemoryStream(new Numbers().Stream()[..bytes]));

        Assert.False(await reader.NextAsync(CancellationToken.None));
    }

    // One stream, one packet of four bytes.
    private sealed class Numbers
    {
        private readonly Dictionary<string, long> _numbers = new()
        {
            ["header"] = 1,
            ["streams"] = 1,
            ["numerator"] = 1,
            ["denominator"] = 25,
            ["stream"] = 0,
            ["time base"] = 0,
            ["shift"] = 7,
            ["multiplier"] = 1,
            ["prefix"] = 0,
        };

        public long this[string name]
        {
            set => _numbers[name] = value;
        }

        public byte[] Stream()
        {
            // All frame codes: coded PTS, coded size, and the index of a prefix.
            const int Flags = NutHeader.FlagCodedPts | NutHeader.FlagSizeMsb | NutHeader.FlagHeaderIndex;
            long[] main =
            [
                3,
                _numbers["streams"],
                65_536,
                1,
                _numbers["numerator"],
                _numbers["denominator"],
                Flags,
                6,
                0,
                _numbers["multiplier"],
                0,
                0,
                0,
                256,
                0,
            ];
            long[] stream = [_numbers["stream"], 0, 0, _numbers["time base"], _numbers["shift"]];
            return
            [
                .. new byte[25],
                .. _numbers["header"] == 0 ? [] : Element(0x4E4D7A561F5F04AD, main),
                .. Element(0x4E5311405BF2F9DB, stream),
                .. Element(0x4E4BE4ADEECA4569, [0]),
                0,
                .. Variable(0),
                .. Variable(4),
                .. Variable(_numbers["prefix"]),
                .. "abcd"u8,
            ];
        }

        private static byte[] Element(ulong start, long[] numbers)
        {
            byte[] code = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(code, start);
            byte[] content = [.. numbers.SelectMany(Variable), 0, 0, 0, 0];
            return [.. code, .. Variable(content.Length), .. content];
        }

        private static byte[] Variable(long value)
        {
            List<byte> bytes = [(byte)(value & 127)];
            for (value >>= 7; value > 0; value >>= 7)
            {
                bytes.Insert(0, (byte)(128 | (value & 127)));
            }

            return [.. bytes];
        }
    }
}

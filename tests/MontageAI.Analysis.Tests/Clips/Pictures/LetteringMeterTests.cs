using MontageAI.Analysis.Clips.Pictures;
using MontageAI.Results;

namespace MontageAI.Analysis.Tests.Clips.Pictures;

/// <summary>Bright letters over any picture are found; foliage, lights, railings and letters that are dim are not.</summary>
public sealed class LetteringMeterTests
{
    private const int Width = 320;
    private const int Height = 180;

    [Theory]
    [InlineData(16)]
    [InlineData(90)]
    [InlineData(150)]
    public void Measure_TitleOverAPicture_IsFound(byte around)
    {
        byte[] picture = Grain(around, 20);
        Write(picture, 70, 14, _ => 235);

        Assert.True(LetteringMeter.Measure(picture, Width, Height) >= PictureFeatures.LetteringLimit);
    }

    [Fact]
    public void Measure_LetterWithABarInTheMiddle_IsFound()
    {
        byte[] picture = Grain(60, 20);
        Write(picture, 70, 14, _ => 235);
        // A row in which all strokes run together, as through a line of "e".
        picture.AsSpan((77 * Width) + 70, 180).Fill(235);

        Assert.True(LetteringMeter.Measure(picture, Width, Height) >= PictureFeatures.LetteringLimit);
    }

    [Theory]
    [InlineData("the picture alone")]
    [InlineData("grass in the sun: strokes that are not equally bright")]
    [InlineData("letters that are dim")]
    [InlineData("a crowd before a bright sea")]
    [InlineData("lights in the night")]
    [InlineData("one row of lamps")]
    [InlineData("noise")]
    public void Measure_WhatIsNoLettering_IsNotFound(string what)
    {
        byte[] picture = Grain(what.StartsWith("a crowd", StringComparison.Ordinal) ? (byte)190 : (byte)60, 20);
        Random random = new(5);
        switch (what[..5])
        {
            case "grass":
                for (int y = 70; y < 110; y++)
                {
                    Write(picture, y, 1, r => (byte)r.Next(60, 236));
                }

                break;
            case "lette":
                Write(picture, 70, 14, _ => 180);
                break;
            case "a cro":
                Write(picture, 100, 40, _ => 20);
                break;
            case "light":
                for (int i = 0; i < 250; i++)
                {
                    int at = (random.Next(Height - 2) * Width) + random.Next(Width - 2);
                    picture[at] = picture[at + 1] = picture[at + Width] = 235;
                }

                break;
            case "one r":
                Write(picture, 70, 3, _ => 235);
                break;
            case "noise":
                random.NextBytes(picture);
                break;
        }

        Assert.True(LetteringMeter.Measure(picture, Width, Height) < PictureFeatures.LetteringLimit);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 8)]
    [InlineData(3, 1)]
    public void Measure_PictureTooSmallForLetters_IsNone(int width, int height) =>
        Assert.Equal(0, LetteringMeter.Measure(new byte[width * height], width, height));

    private static byte[] Grain(byte level, int reach)
    {
        Random random = new(level);
        byte[] picture = new byte[Width * Height];
        for (int i = 0; i < picture.Length; i++)
        {
            picture[i] = (byte)(level + random.Next(reach));
        }

        return picture;
    }

    // Strokes two or three pixels wide, with gaps as between letters and words.
    private static void Write(byte[] picture, int top, int height, Func<Random, byte> ink)
    {
        Random random = new(top);
        for (int x = 70; x < 250; x += random.Next(5, 9))
        {
            int wide = random.Next(2, 4);
            byte level = ink(random);
            for (int y = top; y < top + height; y++)
            {
                picture.AsSpan((y * Width) + x, wide).Fill(level);
            }
        }
    }
}

using System.Text.Json;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Engine.Stored;

/// <summary>Reads facts of files from the store.</summary>
internal static class StoredMedia
{
    /// <summary>Reads them.</summary>
    public static MediaInfo Read(JsonElement of) =>
        new()
        {
            Path = of.Text(nameof(MediaInfo.Path)),
            Container = of.Text(nameof(MediaInfo.Container)),
            DurationSeconds = of.MaybeDouble(nameof(MediaInfo.DurationSeconds)),
            StartSeconds = of.MaybeDouble(nameof(MediaInfo.StartSeconds)),
            SizeBytes = of.MaybeLong(nameof(MediaInfo.SizeBytes)) ?? 0,
            CreationTime =
                of.TryGetProperty(nameof(MediaInfo.CreationTime), out JsonElement time) && time.ValueKind != JsonValueKind.Null
                    ? time.GetDateTimeOffset()
                    : null,
            StartTimecode = of.MaybeText(nameof(MediaInfo.StartTimecode)),
            Reel = of.MaybeText(nameof(MediaInfo.Reel)),
            CaptureRate = of.MaybeDouble(nameof(MediaInfo.CaptureRate)),
            IsMeantSlow = of.MaybeFlag(nameof(MediaInfo.IsMeantSlow)),
            Video = of.List(nameof(MediaInfo.Video), Video),
            Audio = of.List(nameof(MediaInfo.Audio), Audio),
        };

    private static VideoStreamInfo Video(JsonElement of) =>
        new()
        {
            Index = of.Int(nameof(VideoStreamInfo.Index)),
            Codec = of.Text(nameof(VideoStreamInfo.Codec)),
            CodecTag = of.MaybeText(nameof(VideoStreamInfo.CodecTag)),
            Width = of.Int(nameof(VideoStreamInfo.Width)),
            Height = of.Int(nameof(VideoStreamInfo.Height)),
            SampleAspect = of.MaybeFraction(nameof(VideoStreamInfo.SampleAspect)) ?? new Rational(1),
            Rotation = of.MaybeInt(nameof(VideoStreamInfo.Rotation)) ?? 0,
            IsMirrored = of.Flag(nameof(VideoStreamInfo.IsMirrored)),
            TimeBase = of.Fraction(nameof(VideoStreamInfo.TimeBase)),
            BaseRate = of.MaybeRate(nameof(VideoStreamInfo.BaseRate)),
            AverageRate = of.MaybeRate(nameof(VideoStreamInfo.AverageRate)),
            UsualRate = of.MaybeRate(nameof(VideoStreamInfo.UsualRate)),
            PlayedSeconds = of.MaybeDouble(nameof(VideoStreamInfo.PlayedSeconds)),
            StartPts = of.MaybeLong(nameof(VideoStreamInfo.StartPts)),
            DurationSeconds = of.MaybeDouble(nameof(VideoStreamInfo.DurationSeconds)),
            FrameCount = of.MaybeLong(nameof(VideoStreamInfo.FrameCount)),
            PixelFormat = of.MaybeText(nameof(VideoStreamInfo.PixelFormat)),
            BitDepth = of.MaybeInt(nameof(VideoStreamInfo.BitDepth)) ?? 8,
            Color = of.MaybeObject(nameof(VideoStreamInfo.Color), Color) ?? new ColorTags(),
            FieldOrder = of.MaybeText(nameof(VideoStreamInfo.FieldOrder)),
            CanBeDecoded = of.Flag(nameof(VideoStreamInfo.CanBeDecoded), otherwise: true),
            Decoder = of.MaybeText(nameof(VideoStreamInfo.Decoder)),
            IsReordered = of.MaybeFlag(nameof(VideoStreamInfo.IsReordered)),
            IsAttachedPicture = of.Flag(nameof(VideoStreamInfo.IsAttachedPicture)),
        };

    private static AudioStreamInfo Audio(JsonElement of) =>
        new()
        {
            Index = of.Int(nameof(AudioStreamInfo.Index)),
            Codec = of.Text(nameof(AudioStreamInfo.Codec)),
            SampleRate = of.Int(nameof(AudioStreamInfo.SampleRate)),
            Channels = of.Int(nameof(AudioStreamInfo.Channels)),
            ChannelLayout = of.MaybeText(nameof(AudioStreamInfo.ChannelLayout)),
            TimeBase = of.Fraction(nameof(AudioStreamInfo.TimeBase)),
            StartSeconds = of.MaybeDouble(nameof(AudioStreamInfo.StartSeconds)),
            DurationSeconds = of.MaybeDouble(nameof(AudioStreamInfo.DurationSeconds)),
            CanBeDecoded = of.Flag(nameof(AudioStreamInfo.CanBeDecoded), otherwise: true),
        };

    private static ColorTags Color(JsonElement of) =>
        new()
        {
            Range = of.MaybeText(nameof(ColorTags.Range)),
            Primaries = of.MaybeText(nameof(ColorTags.Primaries)),
            Transfer = of.MaybeText(nameof(ColorTags.Transfer)),
            Matrix = of.MaybeText(nameof(ColorTags.Matrix)),
        };
}

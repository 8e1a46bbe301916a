using System.Text.Json;
using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Engine.Stored;

/// <summary>Reads what was seen in clips from the store.</summary>
internal static class StoredClips
{
    /// <summary>Reads what is known of a clip.</summary>
    public static ClipAnalysis Read(JsonElement of) =>
        new()
        {
            Algorithm = of.Text(nameof(ClipAnalysis.Algorithm)),
            FirstFrame = of.Time(nameof(ClipAnalysis.FirstFrame)),
            End = of.Time(nameof(ClipAnalysis.End)),
            KeyFrames = of.Items(nameof(ClipAnalysis.KeyFrames), KeyFrame),
            Shots = of.Object(nameof(ClipAnalysis.Shots), Shots),
            Shapes = of.MaybeList(
                nameof(ClipAnalysis.Shapes),
                s => new PictureShape(
                    s.Time(nameof(PictureShape.Start)),
                    s.Int(nameof(PictureShape.Width)),
                    s.Int(nameof(PictureShape.Height))
                )
            ),
            SecondsBehindJump = of.MaybeDouble(nameof(ClipAnalysis.SecondsBehindJump)),
            Rejected = of.List(nameof(ClipAnalysis.Rejected), Rejected),
            Activity = of.MaybeObject(nameof(ClipAnalysis.Activity), Activity),
            Motion = of.List(nameof(ClipAnalysis.Motion), Motion),
            IsComplete = of.Flag(nameof(ClipAnalysis.IsComplete), otherwise: true),
            Work = of.MaybeObject(nameof(ClipAnalysis.Work), Work) ?? new AnalysisWork(),
            Problem = of.MaybeText(nameof(ClipAnalysis.Problem)),
        };

    private static ClipActivity Activity(JsonElement of) =>
        new(of.Double(nameof(ClipActivity.Start)), of.Double(nameof(ClipActivity.Step)), of.Floats(nameof(ClipActivity.Values)));

    /// <summary>Reads what was measured at a place in a clip.</summary>
    public static MeasuredWindow Window(JsonElement of) =>
        new(
            of.Time(nameof(MeasuredWindow.Start)),
            of.Time(nameof(MeasuredWindow.End)),
            of.MaybeObject(nameof(MeasuredWindow.Motion), Motion),
            of.List(nameof(MeasuredWindow.Rejected), Rejected)
        );

    /// <summary>Reads where the subject of a stretch is.</summary>
    public static SubjectTrack Track(JsonElement of) =>
        new()
        {
            Start = of.Time(nameof(SubjectTrack.Start)),
            End = of.Time(nameof(SubjectTrack.End)),
            Seconds = of.Doubles(nameof(SubjectTrack.Seconds)),
            Across = of.Floats(nameof(SubjectTrack.Across)),
            Down = of.Floats(nameof(SubjectTrack.Down)),
            Moving = of.Floats(nameof(SubjectTrack.Moving)),
            Faces = of.MaybeList(nameof(SubjectTrack.Faces), Face),
        };

    private static KeyFrame KeyFrame(JsonElement of) =>
        new(
            of.Time(nameof(Results.KeyFrame.Time)),
            of.Object(nameof(Results.KeyFrame.Features), Features),
            of.Float(nameof(Results.KeyFrame.Difference))
        )
        {
            Faces = of.MaybeList(nameof(Results.KeyFrame.Faces), Box),
        };

    private static FaceTrack Face(JsonElement of) =>
        new() { Seconds = of.Doubles(nameof(FaceTrack.Seconds)), Boxes = of.Items(nameof(FaceTrack.Boxes), Box) };

    private static FaceBox Box(JsonElement of) =>
        new(
            of.Float(nameof(FaceBox.Left)),
            of.Float(nameof(FaceBox.Top)),
            of.Float(nameof(FaceBox.Width)),
            of.Float(nameof(FaceBox.Height)),
            of.Float(nameof(FaceBox.Score))
        );

    private static PictureFeatures Features(JsonElement of) =>
        new()
        {
            Luma = of.Float(nameof(PictureFeatures.Luma)),
            Contrast = of.Float(nameof(PictureFeatures.Contrast)),
            Sharpness = of.MaybeFloat(nameof(PictureFeatures.Sharpness)),
            BlackShare = of.Float(nameof(PictureFeatures.BlackShare)),
            WhiteShare = of.Float(nameof(PictureFeatures.WhiteShare)),
            Saturation = of.Float(nameof(PictureFeatures.Saturation)),
            ChromaBlue = of.Float(nameof(PictureFeatures.ChromaBlue)),
            ChromaRed = of.Float(nameof(PictureFeatures.ChromaRed)),
            Fingerprint = of.GetProperty(nameof(PictureFeatures.Fingerprint)).GetUInt64(),
            Closeness = of.MaybeFloat(nameof(PictureFeatures.Closeness)),
            People = of.MaybeFloat(nameof(PictureFeatures.People)),
            Card = of.MaybeFloat(nameof(PictureFeatures.Card)),
            Lettering = of.MaybeFloat(nameof(PictureFeatures.Lettering)),
            Bars = of.MaybeObject(nameof(PictureFeatures.Bars), Bars),
            Light = of.MaybeObject(nameof(PictureFeatures.Light), Light),
        };

    private static GreyLight Light(JsonElement of) =>
        new(of.Float(nameof(GreyLight.Blue)), of.Float(nameof(GreyLight.Red)), of.Float(nameof(GreyLight.Share)));

    private static PictureBars Bars(JsonElement of) =>
        new(
            of.Float(nameof(PictureBars.Left)),
            of.Float(nameof(PictureBars.Top)),
            of.Float(nameof(PictureBars.Right)),
            of.Float(nameof(PictureBars.Bottom))
        );

    private static ShotList Shots(JsonElement of) =>
        new() { Algorithm = of.Text(nameof(ShotList.Algorithm)), Shots = of.Items(nameof(ShotList.Shots), Shot) };

    private static Shot Shot(JsonElement of) =>
        new()
        {
            Start = of.Time(nameof(Results.Shot.Start)),
            End = of.Time(nameof(Results.Shot.End)),
            StartKind = Kind(of, nameof(Results.Shot.StartKind)),
            EndKind = Kind(of, nameof(Results.Shot.EndKind)),
            StartFrame = of.MaybeLong(nameof(Results.Shot.StartFrame)),
            EndFrame = of.MaybeLong(nameof(Results.Shot.EndFrame)),
        };

    private static BoundaryKind Kind(JsonElement of, string name) =>
        (BoundaryKind)(of.MaybeWord(name, typeof(BoundaryKind)) ?? BoundaryKind.ClipEdge);

    private static RejectedStretch Rejected(JsonElement of) =>
        new(
            of.Time(nameof(RejectedStretch.Start)),
            of.Time(nameof(RejectedStretch.End)),
            (RejectReason)of.Word(nameof(RejectedStretch.Reason), typeof(RejectReason)),
            of.Text(nameof(RejectedStretch.Detail))
        );

    private static MotionFeatures Motion(JsonElement of) =>
        new()
        {
            Start = of.Time(nameof(MotionFeatures.Start)),
            End = of.Time(nameof(MotionFeatures.End)),
            Amount = of.Float(nameof(MotionFeatures.Amount)),
            PanX = of.Float(nameof(MotionFeatures.PanX)),
            PanY = of.Float(nameof(MotionFeatures.PanY)),
            Shake = of.Float(nameof(MotionFeatures.Shake)),
            Zoom = of.MaybeFloat(nameof(MotionFeatures.Zoom)),
            Roll = of.MaybeFloat(nameof(MotionFeatures.Roll)),
            CameraSpeed = of.MaybeFloat(nameof(MotionFeatures.CameraSpeed)),
            Look = of.MaybeObject(nameof(MotionFeatures.Look), Pictures),
            Curves = of.MaybeObject(nameof(MotionFeatures.Curves), Curves),
            Lettering = of.MaybeList(nameof(MotionFeatures.Lettering), v => v.GetDouble()),
            ObjectMotion = of.Float(nameof(MotionFeatures.ObjectMotion)),
            InnerCut = of.MaybeTime(nameof(MotionFeatures.InnerCut)),
            Frozen = of.Flag(nameof(MotionFeatures.Frozen)),
        };

    private static WindowPictures Pictures(JsonElement of) =>
        new()
        {
            Sharpness = of.MaybeFloat(nameof(WindowPictures.Sharpness)),
            Luma = of.Float(nameof(WindowPictures.Luma)),
            BlackShare = of.Float(nameof(WindowPictures.BlackShare)),
            WhiteShare = of.Float(nameof(WindowPictures.WhiteShare)),
            Palette = of.Items(nameof(WindowPictures.Palette), Color),
            SaliencyX = of.Float(nameof(WindowPictures.SaliencyX)),
            SaliencyY = of.Float(nameof(WindowPictures.SaliencyY)),
            SaliencySpread = of.Float(nameof(WindowPictures.SaliencySpread)),
        };

    private static PaletteColor Color(JsonElement of) =>
        new(
            of.GetProperty(nameof(PaletteColor.Red)).GetByte(),
            of.GetProperty(nameof(PaletteColor.Green)).GetByte(),
            of.GetProperty(nameof(PaletteColor.Blue)).GetByte(),
            of.Float(nameof(PaletteColor.Share))
        );

    private static WindowCurves Curves(JsonElement of) =>
        new()
        {
            Start = of.Time(nameof(WindowCurves.Start)),
            End = of.Time(nameof(WindowCurves.End)),
            Seconds = of.Doubles(nameof(WindowCurves.Seconds)),
            Amount = of.Floats(nameof(WindowCurves.Amount)),
            Camera = of.Floats(nameof(WindowCurves.Camera)),
            Objects = of.Floats(nameof(WindowCurves.Objects)),
            Sharpness = of.Items(nameof(WindowCurves.Sharpness), s => s.ValueKind == JsonValueKind.Null ? (float?)null : s.GetSingle()),
            Luma = of.Floats(nameof(WindowCurves.Luma)),
            Flash = of.Floats(nameof(WindowCurves.Flash)),
            SaliencyX = of.Floats(nameof(WindowCurves.SaliencyX)),
            SaliencyY = of.Floats(nameof(WindowCurves.SaliencyY)),
        };

    private static AnalysisWork Work(JsonElement of) =>
        new(
            of.MaybeLong(nameof(AnalysisWork.KeyFrames)) ?? 0,
            of.MaybeLong(nameof(AnalysisWork.RefinedFrames)) ?? 0,
            of.MaybeLong(nameof(AnalysisWork.MotionFrames)) ?? 0,
            of.MaybeLong(nameof(AnalysisWork.AllFrames)) ?? 0
        );
}

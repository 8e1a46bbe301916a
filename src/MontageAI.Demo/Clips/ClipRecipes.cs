namespace MontageAI.Demo.Clips;

/// <summary>
/// The demo's footage: ten clips that differ in colour and in motion, among them a portrait one, one with sound, and one that
/// begins with the lens cap on and then is out of focus. Sources of FFmpeg 5.1 only; most are drawn small and enlarged.
/// </summary>
internal static class ClipRecipes
{
    private const string Enlarge = "scale=1280:720:flags=bicubic";

    /// <summary>All of them, the costliest first, so that two at a time end together.</summary>
    public static IReadOnlyList<ClipRecipe> All { get; } =
    [
        new(
            "fractal",
            10,
            [
                "mandelbrot=s=640x360:r=30:start_scale=0.03:end_scale=0.0008:end_pts=300:maxiter=250"
                    + ":start_x=-0.743643887037159:start_y=-0.131825904205312",
            ],
            $"[0]format=gray,format=gbrp,pseudocolor=preset=inferno,{Enlarge}"
        ),
        new(
            "drift",
            12,
            ["mandelbrot=s=1600x900:r=1:start_scale=0.004:end_scale=0.0039:start_x=-0.7454:start_y=0.1130:maxiter=400,trim=end_frame=1"],
            "[0]format=gray,negate,gblur=sigma=1.2,format=gbrp,pseudocolor=preset=magma,"
                + "zoompan=z='1.1+0.6*on/360':x='(iw-iw/zoom)*on/360':y='(ih-ih/zoom)*0.5':d=360:s=1280x720:fps=30"
        ),
        new(
            "spin",
            9,
            ["testsrc2=s=736x736:r=30"],
            "[0]rotate=a=t*0.9:bilinear=0,crop=620:348,hue=h=t*25:s=0.75,scale=1280:720:flags=bilinear"
        ),
        new(
            "weave",
            7,
            ["cellauto=rule=110:s=64x64:r=15:scroll=1:seed=3:full=1"],
            $"[0]fps=30,format=gray,scale=640:640:flags=bicubic,format=gbrp,pseudocolor=preset=cividis,rotate=a=0.35+0.05*t,crop=480:270,"
                + $"{Enlarge}"
        ),
        new(
            "lava",
            9,
            ["color=c=gray:s=16x10:r=2,format=gray,noise=alls=100:allf=t:all_seed=5"],
            "[0]scale=320:180:flags=bicubic,framerate=fps=30:interp_start=0:interp_end=255:scene=100,eq=contrast=2,format=gray,format=gbrp,"
                + $"pseudocolor=preset=viridis,{Enlarge}"
        ),
        new(
            "carpet",
            8,
            ["sierpinski=s=640x360:r=30:type=carpet:seed=5:jump=30"],
            $"[0]format=gray,gblur=sigma=1.5,format=gbrp,pseudocolor=preset=plasma,{Enlarge}"
        ),
        new(
            "confetti",
            8,
            [
                "gradients=s=640x360:r=30:n=2:c0=#0b3d5c:c1=#0f8b8d:speed=0.005:seed=2:x0=0:y0=0:x1=639:y1=359",
                "color=c=#ffd166:s=64x64:r=30",
                "color=c=#ef476f:s=96x96:r=30",
                "color=c=#f8ffe5:s=40x40:r=30",
                "color=c=#9b5de5:s=80x80:r=30",
            ],
            "[0][1]overlay=x='(W-w)*(0.5+0.5*sin(2.1*t))':y='(H-h)*abs(sin(3.1*t))'[a];"
                + "[a][2]overlay=x='(W-w)*(0.5+0.5*cos(1.3*t))':y='(H-h)*abs(cos(2.2*t))'[b];"
                + "[b][3]overlay=x='(W-w)*(0.5+0.5*sin(3.3*t+1))':y='(H-h)*abs(sin(4.1*t+1))'[c];"
                + "[c][4]overlay=x='(W-w)*(0.5+0.5*cos(1.9*t+2))':y='(H-h)*abs(sin(2.7*t+2))',scale=1280:720:flags=bilinear"
        ),
        new(
            "rain-portrait",
            9,
            ["color=c=gray:s=90x10:r=30,format=gray,noise=alls=100:all_seed=9"],
            "[0]scale=360:640:flags=bicubic,eq=contrast=1.8,scroll=v=-0.012,format=gray,format=gbrp,colorchannelmixer=rr=0.2:gg=0.7:bb=1,"
                + "scale=720:1280:flags=bilinear"
        ),
        new(
            "sunset-with-sound",
            11,
            [
                "gradients=s=320x180:r=30:n=4:c0=#1b1035:c1=#7b2d5b:c2=#f2693c:c3=#ffd27a:x0=0:y0=0:x1=0:y1=179:speed=0.003:seed=7",
                "color=c=white:s=300x300:r=1,format=yuva420p,geq=lum=235:cb=108:cr=150:a='255*clip((148-hypot(X-149.5,Y-149.5))/4,0,1)',"
                    + "trim=end_frame=1,loop=-1:1:0,fps=30",
                "anoisesrc=color=brown:r=48000:a=0.6:seed=3,lowpass=f=600,tremolo=f=0.16:d=0.7,aformat=channel_layouts=stereo",
            ],
            $"[0]{Enlarge}[a];[a][1]overlay=x='490+60*sin(t)':y='120+t*40'",
            HasSound: true
        ),
        new(
            "lens-cap",
            8,
            ["testsrc2=s=640x360:r=30"],
            "[0]gblur=sigma=22,eq=saturation=0.4:brightness=-0.1,drawbox=c=black:t=fill:enable='lt(t,3.5)',scale=1280:720:flags=bilinear"
        ),
    ];
}

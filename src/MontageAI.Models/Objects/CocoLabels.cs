namespace MontageAI.Models.Objects;

/// <summary>The 80 things of the COCO list (Lin et al. 2014), in its order.</summary>
internal static class CocoLabels
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        (
            "person,bicycle,car,motorbike,aeroplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,bench,bird,"
            + "cat,dog,horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,"
            + "sports ball,kite,baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,"
            + "bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,sofa,potted plant,bed,dining table,"
            + "toilet,television,laptop,mouse,remote control,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,"
            + "vase,scissors,teddy bear,hair drier,toothbrush"
        ).Split(',');
}

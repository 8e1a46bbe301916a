"""The network: a temporal convolutional network over log-mel levels."""
import torch
from torch import nn

from features import BANDS

CHANNELS, KERNEL, DILATIONS, INPUT_KERNEL = 48, 5, (1, 2, 4, 8, 16, 32, 64, 128, 256), 5
POSITIVE = (4.0, 10.0)  # weights of beat and downbeat frames in the loss; they raise the odds by as much, which is taken back when the network is used
TEMPI = 40  # classes of tempo, logarithmic from 40 to 250 BPM, used in training only


def dense(inputs, outputs):
    """A layer per frame. The dilation has no effect, but makes PyTorch 1.13 take oneDNN on one thread, which is far faster than its own path."""
    return nn.Conv1d(inputs, outputs, 1, dilation=2)


class Block(nn.Module):
    def __init__(self, channels, dilation):
        super().__init__()
        self.conv = nn.Conv1d(channels, channels, KERNEL, dilation=dilation, padding=dilation * (KERNEL // 2), bias=False)
        self.norm = nn.BatchNorm1d(channels)
        self.mix = dense(channels, channels)

    def forward(self, x):
        return x + self.mix(torch.relu(self.norm(self.conv(x))))


class BeatNet(nn.Module):
    def __init__(self, channels=CHANNELS):
        super().__init__()
        self.input = nn.Conv1d(BANDS, channels, INPUT_KERNEL, padding=INPUT_KERNEL // 2, bias=False)
        self.input_norm = nn.BatchNorm1d(channels)
        self.mix = dense(channels, channels)
        self.blocks = nn.ModuleList(Block(channels, d) for d in DILATIONS)
        self.head = dense(channels, 2)
        self.tempo = nn.Linear(channels, TEMPI)
        nn.init.constant_(self.head.bias, -2.5)
        for block in self.blocks:
            nn.init.normal_(block.mix.weight, 0, 0.05)

    def forward(self, x):
        """x: batch x bands x frames, log-mel levels. Gives logits of beat and downbeat (batch x 2 x frames) and of tempo."""
        y = self.mix(torch.relu(self.input_norm(self.input(x - 1.0))))
        for block in self.blocks:
            y = block(y)
        y = torch.relu(y)
        return self.head(y), self.tempo(y.mean(2))

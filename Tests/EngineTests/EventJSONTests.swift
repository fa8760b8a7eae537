import Engine
import JSON
import Testing

struct EventJSONTests {
    static let node = NodeName(id: "3", type: "KSampler")
    static let lines: [(Event, String)] = [
        (
            .planned(runs: [node], reused: [NodeName(id: "4", type: "Loader")]),
            #"{"event":"planned","runs":["3"],"reused":["4"]}"#
        ),
        (.shown(node, text: "a\nb"), #"{"event":"shown","node":"3","type":"KSampler","text":"a\nb"}"#),
        (.reused(node, saved: ["a.png"]), #"{"event":"reused","node":"3","type":"KSampler","saved":["a.png"]}"#),
        (
            .reused(node, saved: [], isFromDisk: true),
            #"{"event":"reused","node":"3","type":"KSampler","saved":[],"from":"disk"}"#
        ),
        (
            .started(node, .inputChanged("seed")),
            #"{"event":"started","node":"3","type":"KSampler","reason":"inputChanged","input":"seed"}"#
        ),
        (.started(node, .neverRan), #"{"event":"started","node":"3","type":"KSampler","reason":"neverRan"}"#),
        (
            .started(node, .fileChanged("ckpt_name")),
            #"{"event":"started","node":"3","type":"KSampler","reason":"fileChanged","input":"ckpt_name"}"#
        ),
        (
            .started(node, .savedFileGone("a.png")),
            #"{"event":"started","node":"3","type":"KSampler","reason":"savedFileGone","path":"a.png"}"#
        ),
        (.started(node, .evicted), #"{"event":"started","node":"3","type":"KSampler","reason":"evicted"}"#),
        (.started(node, .volatile), #"{"event":"started","node":"3","type":"KSampler","reason":"volatile"}"#),
        (
            .started(node, .contentChanged),
            #"{"event":"started","node":"3","type":"KSampler","reason":"contentChanged"}"#
        ),
        (.progressed(node, step: 3, of: 20), #"{"event":"progressed","node":"3","type":"KSampler","step":3,"of":20}"#),
        (
            .previewed(node, Preview(width: 2, height: 1, pixels: [0, 0, 0, 255, 255, 255])),
            #"{"event":"previewed","node":"3","type":"KSampler","width":2,"height":1}"#
        ),
        (.saved(node, path: "a.png"), #"{"event":"saved","node":"3","type":"KSampler","path":"a.png"}"#),
        (.finished(node, seconds: 1.5), #"{"event":"finished","node":"3","type":"KSampler","seconds":1.5}"#),
        (.failed(node, message: "no."), #"{"event":"failed","node":"3","type":"KSampler","message":"no."}"#),
        (
            .skipped(NodeName(id: "8", type: "VAEDecode"), cause: node),
            #"{"event":"skipped","node":"8","type":"VAEDecode","cause":"3"}"#
        ),
        (.interrupted(node), #"{"event":"interrupted","node":"3","type":"KSampler"}"#),
    ]

    @Test(arguments: lines) func `an event is one line of JSON`(event: Event, line: String) {
        #expect(event.json.serialized() == line)
    }
}

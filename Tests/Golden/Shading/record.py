"""Records what ComfyUI's GLSLShader makes of small shaders, one for each part of the language.

    python record.py COMFYUI      # its folder; needs comfy-angle, PyOpenGL, numpy, torch and a Vulkan driver (Mesa's will do)

Writes shaders.json beside this file: sources, and the pixels of one picture or more, the highest row first.
"""
import importlib.util
import json
import pathlib
import sys
import types
from unittest.mock import MagicMock

import numpy as np

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 5, 3

HEAD = """#version 300 es
precision highp float;
uniform sampler2D u_image0;
uniform sampler2D u_image1;
uniform float u_float0, u_float1;
uniform int u_int0, u_int1;
uniform bool u_bool0;
uniform vec2 u_resolution;
in vec2 v_texCoord;
layout(location = 0) out vec4 fragColor0;
"""

MAIN = """void main() {
    vec4 c = texture(u_image0, v_texCoord);
    vec4 d = texture(u_image1, v_texCoord);
    int ix = int(gl_FragCoord.x);
    int iy = int(gl_FragCoord.y);
    float x = c.r * 4.0 - 2.0;
    float y = c.g * 4.0 - 2.0;
    vec4 r = vec4(0.0);
    %s
    fragColor0 = r;
}
"""

SHADERS = []


def t(name, body, pre=""):
    SHADERS.append((name, HEAD + pre + (body if "void main" in body else MAIN % body)))


for f in 'radians degrees sin cos tan sinh cosh tanh asinh exp exp2 floor trunc ceil fract abs sign round roundEven'.split(): t(f,f'r=vec4({f}(x),{f}(vec3(x,y,x*y)));')
for f in 'asin acos atanh'.split(): t(f,f'r=vec4({f}(x/2.),{f}(vec3(x,y,x*y)/4.));')
for f in 'log log2 sqrt inversesqrt'.split(): t(f,f'r=vec4({f}(c.r+.01),{f}(c.rgb+.01));')
t('acosh','r=acosh(c+1.);')
t('atan','r=vec4(atan(x),atan(x,y),atan(vec2(y,x),vec2(x,-y)));')
t('pow','r=vec4(pow(c.r,2.5),pow(c.g,-1.5),pow(vec2(c.b,2.),vec2(y,x)));')
t('mod','r=vec4(mod(x,.7),mod(vec2(x,y),vec2(-.3,.9)),mod(y,-.4));')
t('modf','float w; vec2 w2; r.x=modf(x*3.,w); r.y=w; r.zw=modf(vec2(x,y)*2.,w2)+w2*10.;')
t('minmax','r=vec4(min(x,y),max(vec2(x,y),.3),float(min(ix,iy)-max(3,ix)));')
t('clampmix','r=vec4(clamp(x,-1.,.5),mix(x,y,.3),mix(vec2(x,y),vec2(1,2),bvec2(x>0.,y>0.)));')
t('stepsmooth','r=vec4(step(.2,x),step(vec2(x,y),vec2(.1,.2)),smoothstep(-1.,1.5,y));')
t('geom','r=vec4(length(c.rgb),distance(c.rgb,d.rgb),dot(c,d),length(x));')
t('cross','r=vec4(cross(c.rgb,d.bgr),1.);')
t('norm','r=vec4(normalize(c.rgb+.01),normalize(y));')
t('reflect','r=vec4(reflect(c.rgb-.5,normalize(d.rgb+.1)),0.)+vec4(faceforward(c.rg,c.gb-.5,d.rg),refract(normalize(c.xy+.1),normalize(d.xy+.1),.8));')
t('cmp','r=vec4(lessThan(c,d))+vec4(greaterThanEqual(c.xyzw,d.wzyx))*2.+vec4(equal(ivec4(ix),ivec4(0,1,2,3)))*4.;')
t('anyall','r=vec4(any(lessThan(c.rgb,vec3(.3))),all(lessThan(c.rgb,vec3(.8))),not(bvec2(x>0.,y>0.)));')
t('isnan','float z=u_float0-.5; r=vec4(isnan(z/z),isinf(1./z),isinf(x),isnan(x));')
t('bits','r=vec4(intBitsToFloat(floatBitsToInt(x)),uintBitsToFloat(floatBitsToUint(y)),float(floatBitsToInt(x)>>20),float(floatBitsToUint(y)>>20u));')
t('pack','uint a=packHalf2x16(vec2(x,y)); uint b=packSnorm2x16(c.rg-.5); uint e=packUnorm2x16(c.ba); r=vec4(unpackHalf2x16(a),unpackSnorm2x16(b))+vec4(unpackUnorm2x16(e),float(b>>16),float(e&0xffffu));')
t('int','int a=ix*7-20; r=vec4(a/3,a%5,a<<2,a>>1);')
t('int2','int a=ix*7-20; r=vec4(a&6,a|9,a^u_int1,~a);')
t('uint','uint a=uint(ix*3+iy); r=vec4(a/3u,a%5u,float(a-30u>>24),a*0x10001u>>16);')
t('intvec','ivec3 a=ivec3(ix,iy,ix*iy); a+=2; a*=ivec3(1,2,3); a<<=1; r=vec4(vec3(a/ivec3(2,3,4)),float(abs(a.x-9)+sign(iy-3)));')
t('conv','r=vec4(int(x*3.),uint(y+2.),bool(ix%2),float(x>0.));')
t('conv2','r=vec4(int(-1.7),float(uint(3)),float(int(true)),vec2(ivec2(x*5.,-y*5.)).y);')
t('mat','mat3 m=mat3(c.rgb,d.rgb,vec3(x,y,1.)); r=vec4(m*c.rgb,determinant(m))+vec4(c.rgb*m,m[1][2]);')
t('mat2','mat2 m=mat2(x,y,c.r,c.g); mat2 n=m*m+m-m/2.; n[0]*=2.; n[1][0]=7.; r=vec4(n[0],n[1]);')
t('nonsq','mat2x3 m=mat2x3(c.rgb,d.rgb); mat3x2 n=transpose(m); r=vec4((n*m)[1],(m*vec2(x,y)).xz); r+=vec4(outerProduct(vec2(x,y),vec3(1,2,3))[2],matrixCompMult(n,n)[0]);')
t('matcon','mat4 a=mat4(2.); mat3 b=mat3(a); mat2 e=mat2(x); mat3 f=mat3(e); r=vec4(b[1][1]+f[2][2],f[0][0],f[1][0],(a*c).y);')
t('arr','float k[5]=float[5](1.,2.,3.,4.,5.); k[ix%5]+=x; float s=0.; for(int i=0;i<k.length();i++) s+=k[i]*k[(i+iy)%5]; r=vec4(s,k[0],k[ix%5],k[4]);')
t('arr2','vec3 k[]=vec3[](c.rgb,d.rgb,vec3(1.)); k[iy%3].zx=vec2(x,y); k[iy%3][ix%3]+=3.; r=vec4(k[ix%3],k[1].z);')
t('constarr','r=vec4(W[ix%4],W[3],V[iy%2]);',pre='const float W[4]=float[4](.1,.2,.3,.4); const vec2 V[2]=vec2[2](vec2(1.,2.),vec2(3.,4.));\n')
t('vecidx','vec4 v=c; v[ix%4]=9.; mat3 m=mat3(1.); m[iy%3]=c.rgb; m[ix%3][iy%3]=-1.; r=vec4(v[iy%4],m[ix%3])+v;')
t('struct','S s=S(x,c.rgb,int[2](1,2)); S q=s; q.v.xy=s.v.yx; q.k[ix%2]=5; s=f(q); r=vec4(s.v,s.a+float(s.k[0]*10+s.k[1]))+float(s==q);',pre='struct S{float a; vec3 v; int k[2];}; S f(S s){ s.a*=2.; return s; }\n')
t('inout','float a=x,b=y,e; g(a,b,e); vec4 q=c; g(q.x,q.z,q.w); r=vec4(a,b,e,0.)+q;',pre='void g(inout float p, in float q, out float o){ p+=q; q*=2.; o=p*q; }\n')
t('ret','r=vec4(f(x),f(y),f(c.r),f(c.g));',pre='float f(float a){ for(int i=0;i<10;i++){ if(a>1.) return a+float(i)*10.; a+=.3; if(a<0.) continue; a*=1.1; } return -1.; }\n')
t('switch','for(int i=0;i<6;i++){ switch((ix+i)%5){ case 0: r.x+=1.; case 1: r.y+=1.; break; case 2: if(x>0.) break; r.z+=1.; break; default: r.w+=2.; case 3: if(i==iy) continue; r.x+=.5; } r.y+=.125; }')
t('switchret','r=vec4(f(ix),f(iy),f(ix+iy),f(0));',pre='float f(int a){ switch(a){ case 1: return 1.; case 2: case 3: return 2.; } switch(a%3){ default: return 7.; case 0: break; } return 9.; }\n')
t('while','float a=x; int n=0; while(a<3. && n<20){ a+=c.b+.05; n++; if(n==ix) break; } int m=0; do { m+=2; if(m==iy) continue; r.z+=.5; } while(m<8+ix%3); r.xy=vec2(a,n);')
t('nestloop','for(int i=0;i<5;i++){ for(int j=i;j<5;j++){ if(j==ix) break; if((i+j)%3==0) continue; r.x+=float(i*j); } if(i>iy) break; r.y+=1.; }')
t('discard','if(ix==3||x>1.) discard; r=c;')
t('discardfn','for(int i=0;i<3;i++){ f(x+float(i)); r+=c; }',pre='void f(float a){ if(a>2.5) discard; }\n')
t('ternary','r=vec4(x>0.?c.r:d.r, u_bool0?1.:2., (x>0.?vec2(1.,2.):vec2(3.,4.)));')
t('sidefx','int a=0; bool b=x>0. && (a++<5); b = b || (a--)>-5; float q=x>0.?float(a++):float(--a); r=vec4(a,b,q,0.);')
t('ternfn','r=vec4(x>0.?f(x):g(y), u_int0>2?f(y):g(x),0.,0.);',pre='float f(float a){return a*2.;} float g(float a){ if(a>0.) return 1.; return a; }\n')
t('incdec','float a=x; float b=a++ + 1.; float e=--a; vec3 v=c.rgb; v++; ivec2 q=ivec2(ix,iy); q--; r=vec4(b+e,v.x,q);')
t('swz','vec4 v=c; v.zyx=v.xyz; v.ra+=v.st; v=v.wzyx; v.xy=v.yx; r=v+vec4(v.xx,v.bgr.rg);')
t('comma','float a=(x+1.,y); int i,j; for(i=0,j=9;i<j;i++,j--) r.x+=1.; r.y=a;')
t('scope','float a=1.; { float a=x; r.x=a; } for(int a=0;a<2;a++) r.y+=float(a); r.z=a;')
t('global','f(); f(); r=vec4(G,H2,K);',pre='float G=1.; vec2 H2=vec2(2.); const float K=sin(1.)*2.; void f(){ G+=.5; H2*=G; }\n')
t('deriv','r=vec4(dFdx(c.r),dFdy(c.g),fwidth(c.b),dFdx(v_texCoord.x));')
t('deriv2','float q=gl_FragCoord.x*gl_FragCoord.x+gl_FragCoord.y*3.; r=vec4(dFdx(q),dFdy(q),fwidth(q*q),dFdy(gl_FragCoord.y));')
t('fetch','ivec2 p=ivec2(ix,iy); r=texelFetch(u_image0,p,0)+texelFetch(u_image1,p%ivec2(4,5),0)+texelFetchOffset(u_image0,p/2,0,ivec2(1,1)); r.a=float(textureSize(u_image1,0).x*100+textureSize(u_image0,0).y);')
t('fetchout','ivec2 p=ivec2(ix-2,iy+2); r=texelFetch(u_image0,p,0);')
t('tex','vec2 p=v_texCoord*1.6-.3; r=texture(u_image0,p)+textureLod(u_image1,p*.7,0.)+textureOffset(u_image0,p,ivec2(1,-2))+textureProj(u_image1,vec3(p,2.))+textureGrad(u_image0,p.yx,vec2(.1),vec2(.1)); r+=textureProj(u_image0,vec4(p,0.,.5),.5);')
t('fragcoord','r=gl_FragCoord+vec4(gl_FrontFacing,0,0,0);')
t('res','r=vec4(u_resolution,gl_FragCoord.xy/u_resolution);')
t('macros','r=vec4(SQ(x+1.),MX(x,y),N,L(1,2));',pre='#define SQ(a) ((a)*(a))\n#define MX(a,b) \\\n max(a,b)\n#define N 3.5\n#define CAT(x) x\n#define L(a,b) float(CAT(a)+b)\n#if defined(N) && !defined(Q) && (__VERSION__ == 300) && GL_ES\n#define Q\n#elif 1\n#error no\n#else\n#error no\n#endif\n#ifdef Q\n#ifndef Z\n#undef Z\n#endif\n#endif\n')
t('hex','r=vec4(0x1F,017,1e2,float(0xFFFFFFFFu>>8));')
t('mrt','void main(){ fragColor0=vec4(v_texCoord,0.,1.); fragColor2=vec4(.5); fragColor1=texture(u_image0,v_texCoord); }',pre='layout(location=2) out vec4 fragColor2; layout(location=1) out vec4 fragColor1;\n')
t('unset','r=texture(tex,v_texCoord);',pre='uniform sampler2D tex; uniform vec4 nothing;\n')
t('passes','vec4 q=texture(u_image0,v_texCoord); r=q*.5+vec4(u_pass)*.1; if(u_pass==1 && ix==2) discard;',pre='#pragma passes 3\nuniform int u_pass;\n')
t('proto','r=vec4(f(x));',pre='float f(float a); float f(float b){ return b*3.; }\n')
t('voidret','f(x,r); ',pre='void f(float a, out vec4 o){ o=vec4(1.); if(a>0.) return; o=vec4(2.); }\n')
t('deepbreak','for(int i=0;i<4;i++){ if(i>0){ if(x>0.){ if(i==ix%4) break; r.x+=1.; } else { r.y+=1.; continue; } r.z+=1.; } r.w+=1.; }')
t('loopret','void main(){ vec4 c=texture(u_image0,v_texCoord); fragColor0=vec4(0.); for(int i=0;i<8;i++){ fragColor0.x+=1.; for(;;){ if(c.r*8.<float(i)) return; if(c.g*8.<float(i)) break; i++; if(i>6) break; } fragColor0.y+=1.; } fragColor0.z=5.; }')
t('arrparam','float k[3]=float[3](x,y,1.); f(k,ix%3); r=vec4(k[0],k[1],k[2],h(k));',pre='void f(inout float a[3],int i){ a[i]=8.; } float h(float a[3]){ a[0]=1.; return a[0]+a[1]; }\n')
t('structarr','S s[2]; s[0]=S(vec2(x,y)); s[1].p=vec2(3.); s[ix%2].p[iy%2]=7.; r=vec4(s[0].p,s[1].p);',pre='struct S{vec2 p;};\n')
t('uniloop','for(int i=0;i<u_int0;i++){ if(i==1) continue; r+=c*float(i); } for(float q=0.;q<u_float1;q+=.5) r.x+=q;')
t('selfassign','vec2 p=c.rg; p=vec2(p.y,p.x)*2.; p=mat2(0.,1.,-1.,0.)*p; p+=p.yx; p*=mat2(x,y,1.,2.); r=p.xyxy;')
t("tan", "r = tan(c * 1.3);")
t("inverse", "mat4 m = mat4(c, d, c.wzyx, d.yxwz) + mat4(4.0); r = inverse(m) * vec4(1.0, 2.0, 3.0, 4.0);")
t("inverse of three", "mat3 m = mat3(c.rgb, d.rgb, vec3(x, y, 1.5)) + mat3(3.0); r = vec4(transpose(inverse(m)) * vec3(1, 2, 3), inverse(mat2(c.r + 1.0, c.g, 0.3, 2.0))[1][0]);")
t("overloads", "r = vec4(f(x), f(c.rg), f(ix), 0.0).xywz;", pre="float f(float a) { return a; }\nfloat f(vec2 a) { return a.x * 2.0; }\nfloat f(int a) { return float(a) * 3.0; }\n")


def node(folder):
    """ComfyUI's module, its surroundings put in place by stand-ins."""
    sys.path.insert(0, folder)
    surroundings = types.ModuleType("nodes")
    surroundings.MAX_RESOLUTION = 16384
    sys.modules["nodes"] = surroundings
    api, latest = types.ModuleType("comfy_api"), types.ModuleType("comfy_api.latest")
    latest.ComfyExtension, latest.io, latest.ui = object, MagicMock(), MagicMock()
    latest.io.ComfyNode = object
    api.latest = latest
    sys.modules["comfy_api"], sys.modules["comfy_api.latest"] = api, latest
    spec = importlib.util.spec_from_file_location("nodes_glsl", folder + "/comfy_extras/nodes_glsl.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def numbers(array):
    return [float(f"{value:.7g}") for value in np.asarray(array, np.float32).ravel().tolist()]


def main(folder):
    random = np.random.default_rng(1)
    pictures = [random.random((HEIGHT, WIDTH, 3)), random.random((4, 2, 4))]
    pictures = [np.array(numbers(p), np.float32).reshape(p.shape) for p in pictures]
    glsl = node(folder)
    recorded = []
    for name, source in SHADERS:
        made = glsl._render_shader_batch(source, WIDTH, HEIGHT, [pictures], [0.5, 2.5], [3, -7], [True], [])[0]
        count = glsl._detect_output_count(source)
        entry = {"name": name, "source": source, "pixels": [numbers(m) for m in made[:count]]}
        assert all(np.isfinite(p).all() for p in entry["pixels"]), name
        recorded.append(entry)
    whole = {
        "width": WIDTH,
        "height": HEIGHT,
        "pictures": [{"shape": list(p.shape), "pixels": numbers(p)} for p in pictures],
        "shaders": recorded,
    }
    text = json.dumps(whole, separators=(",", ":")).replace('{"name"', '\n{"name"')
    (HERE / "shaders.json").write_text(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1])

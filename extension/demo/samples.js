/**
 * Posts to try: some that a careful colleague would stop at, some that are fine as they are.
 *
 * @type {{text: string, risky: boolean}[]}
 */
export const SAMPLES = [
  {
    risky: true,
    text: "Lovely to help Margaret, 74, from Saltburn this morning after her hip replacement. Back on the bowling green already!",
  },
  { risky: true, text: "We can cure your child's asthma for good. DM me to book." },
  {
    risky: true,
    text: "You won't believe the bloke who came in on Tuesday with a Lego brick stuck up his nose. His wife was mortified.",
  },
  {
    risky: true,
    text: "Our patients say it all: “She fixed my sciatica in one session!” Thanks for the five stars, Karen.",
  },
  {
    risky: true,
    text: "Please leave us a five star review and get 10% off your next treatment!",
  },
  { risky: true, text: "Just emailed all our past patients about the new clinic and the autumn offer." },
  { risky: true, text: "Some patients are just lazy time-wasters who never do their exercises." },
  { risky: true, text: "Your pelvis is out, we pop it back in. Simply the best in Dorset, and you know it." },
  { risky: true, text: "Vaccines do more harm than good. Come to us instead." },
  { risky: true, text: "Babies carried in screaming with colic leave settled after a gentle session." },
  { risky: false, text: "Our clinic is open until eight on Thursdays, and there is parking behind the building." },
  {
    risky: false,
    text: "There is no cure for arthritis, but gentle movement helps many people to manage the pain. Ask your GP what suits you.",
  },
  {
    risky: false,
    text: "Thank you for the kind words. We cannot talk about anyone's care here, so please call the practice.",
  },
  {
    risky: false,
    text: "Three stretches for people who sit all day: stand up each half hour, roll your shoulders, walk while you phone.",
  },
  { risky: false, text: "Manual therapy may help some people with low back pain, as one part of staying active." },
];

// A candidate's page in the reading room: the arrow keys turn to its neighbours, and who came by 提问 finds the cursor in its field.

import { byId } from "../elements.js";
import { offerTurning } from "../turning.js";

offerTurning();
if (location.hash === "#text") byId("text")?.focus();
